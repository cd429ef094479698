// Tables on a narrow screen. Runs before the page is drawn, so that nothing moves later: rows of a
// list are folded up from the start and open one by one; a table that is wider than its place says
// that it can be moved. Without this script such lists are tables that scroll sideways.
(() => {
  document.documentElement.classList.add("jx-folds");
  document.addEventListener("DOMContentLoaded", () => {
    for (const table of document.querySelectorAll(".jx-opens")) fold([...table.tBodies[0].rows]);
    const watch = new ResizeObserver((boxes) => boxes.forEach(({ target }) => mark(target)));
    for (const box of document.querySelectorAll(".jx-scroll")) {
      mark(box);
      watch.observe(box);
    }
  });
  document.addEventListener("click", ({ target }) => {
    const row = target.closest?.(".jx-opens tbody tr");
    const button = row?.querySelector(".jx-open");
    const isShown = button && getComputedStyle(button).display !== "none";
    if (!isShown || target.closest("a, .jx-pick") || String(getSelection())) return;
    const isOpen = row.classList.toggle("jx-opened");
    button.setAttribute("aria-expanded", String(isOpen));
  });

  /** Reports of the same name are told apart by department or year, folded or not. */
  function fold(rows) {
    const names = rows.map((row) => row.querySelector("a")?.textContent);
    for (const [place, row] of rows.entries()) {
      addButton(row);
      row.classList.toggle("jx-same", names.indexOf(names[place]) !== names.lastIndexOf(names[place]));
    }
  }

  /** The button has no text of its own: what a cell says is searched and sorted by. */
  function addButton(row) {
    const head = row.cells[0];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "jx-open";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", `${(head.querySelector("a") ?? head).textContent.trim()}：全部数字`);
    head.append(button);
  }

  function mark(box) {
    box.classList.toggle("jx-overflows", box.scrollWidth > box.clientWidth + 1);
  }
})();
