// The days on which something changes, as a slider. Without script there are links to the day before and after.
const slider = document.querySelector(".days .slider");
if (slider && document.querySelectorAll("#change-days option").length > 1) {
  const range = slider.querySelector("input");
  const shown = slider.querySelector("output");
  const days = [...document.querySelectorAll("#change-days option")].map((option) => option.label);
  const tell = () => {
    shown.textContent = days[range.valueAsNumber];
    range.setAttribute("aria-valuetext", days[range.valueAsNumber]);
  };
  const go = () => {
    const address = new URL(location.href);
    if (address.searchParams.get("on") === days[range.valueAsNumber]) return;
    address.searchParams.set("on", days[range.valueAsNumber]);
    address.hash = "days";
    location.assign(address);
  };
  // A pointer chooses when it lets go. Keys move step by step, and choose with Enter.
  range.addEventListener("input", tell);
  range.addEventListener("pointerup", go);
  range.addEventListener("keydown", (event) => {
    if (event.key === "Enter") go();
  });
  tell();
  slider.hidden = false;
  // The browser goes to the fragment last, and takes the focus from where it was.
  if (location.hash === "#days") window.addEventListener("load", () => setTimeout(() => range.focus()));
}
