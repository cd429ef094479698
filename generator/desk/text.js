// From a problem to its line in the text.
{
  const text = document.getElementById("text");
  const toLine = (number) => {
    const lines = text.value.split("\n");
    const before = lines.slice(0, number - 1).join("\n");
    const start = number > 1 ? before.length + 1 : 0;
    text.focus();
    text.setSelectionRange(start, start + (lines[number - 1] || "").length);
    // A text area does not move to what is selected: its lines are as high as one another.
    const height = text.scrollHeight / Math.max(lines.length, 1);
    text.scrollTop = Math.max(0, (number - 3) * height);
  };
  for (const link of document.querySelectorAll("[data-line]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      toLine(Number(link.dataset.line));
    });
  }
}
