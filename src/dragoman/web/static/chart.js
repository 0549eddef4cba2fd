// Days chosen on the chart itself: by dragging over it, or with the keyboard. The links beside it do the same without.
const DAY = 86_400_000;
const WAYS = { ArrowLeft: "earlier", ArrowRight: "later", "+": "closer", "-": "wider", "−": "wider" };

for (const figure of document.querySelectorAll("figure.chart[data-first]")) {
  const picture = figure.querySelector("picture");
  if (picture) prepare(figure, picture);
}

function prepare(figure, picture) {
  const drawn = document.createElement("div");
  drawn.className = "drawn";
  drawn.tabIndex = 0;
  drawn.setAttribute("role", "group");
  drawn.setAttribute("aria-label", figure.dataset.keys);
  const chosen = document.createElement("div");
  chosen.className = "chosen";
  chosen.hidden = true;
  picture.replaceWith(drawn);
  drawn.append(picture, chosen);
  picture.querySelector("img").draggable = false;

  drawn.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    const link = way && !event.ctrlKey && !event.metaKey && !event.altKey && figure.querySelector(`a[data-way="${way}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });

  let from = null;
  drawn.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = place(drawn, event);
    drawn.setPointerCapture(event.pointerId);
  });
  drawn.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const [left, right] = [from, place(drawn, event)].sort((a, b) => a - b);
    chosen.hidden = false;
    // Set by the object model, which the policy allows; a style attribute it does not.
    chosen.style.left = `${left * 100}%`;
    chosen.style.width = `${(right - left) * 100}%`;
  });
  drawn.addEventListener("pointercancel", () => {
    from = null;
    chosen.hidden = true;
  });
  drawn.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const [left, right] = [from, place(drawn, event)].sort((a, b) => a - b);
    from = null;
    chosen.hidden = true;
    // Less than this is a click, and asks for nothing.
    if (right - left > 0.01) go(figure, left, right);
  });
}

/** Where on the image something is, from 0 at its left edge to 1 at its right. */
function place(drawn, event) {
  const box = drawn.getBoundingClientRect();
  return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
}

/** Open the page with the days between two places on the image. */
function go(figure, left, right) {
  const narrow = window.matchMedia("(max-width: 40rem)").matches;
  const [start, end] = (narrow ? figure.dataset.narrow : figure.dataset.wide).split(" ").map((each) => Number(each) / 100);
  const first = Date.parse(figure.dataset.first);
  const days = (Date.parse(figure.dataset.last) - first) / DAY + 1;
  const day = (at) => Math.floor(((at - start) / (end - start)) * days);
  const within = (number) => Math.min(Math.max(number, 0), days - 1);
  const address = new URL(window.location.href);
  for (const name of ["on", "cursor"]) address.searchParams.delete(name);
  address.searchParams.set("from", iso(first + within(day(left)) * DAY));
  address.searchParams.set("to", iso(first + within(day(right)) * DAY));
  window.location.assign(address);
}

function iso(instant) {
  return new Date(instant).toISOString().slice(0, 10);
}
