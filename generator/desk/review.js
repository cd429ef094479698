// Keys of the review: N leaves a value for later, E goes into it, Ctrl+Enter confirms from a text.
{
  const form = document.querySelector("form.one");
  const press = (action) => form.querySelector(`button[value=${action}]`).click();

  // Below one another, the place that is marked in the original would scroll the value away.
  addEventListener("load", () => scrollTo(0, 0));
  if (form) {
    addEventListener("keydown", (event) => {
      const { target, key, ctrlKey, metaKey, altKey } = event;
      if (key === "Enter" && (ctrlKey || metaKey) && form.contains(target)) {
        event.preventDefault();
        press("confirm");
        return;
      }
      if (ctrlKey || metaKey || altKey || target.matches("input, textarea, select")) return;
      if (key === "n" || key === "N") press("next");
      if (key === "e" || key === "E") {
        event.preventDefault();
        form.querySelector("input:not([type=hidden]), textarea").focus();
      }
    });
  }
}
