// Nothing here is needed for reading: forms work without it. Empty fields are left out of the address, so that it can
// be sent to a colleague as it is.
for (const form of document.querySelectorAll("form[method=get]")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.name && field.value === "") field.disabled = true;
    }
  });
}
