// A table that was copied in Word, Excel or WPS, pasted into a cell: it spreads from there.
{
  const form = document.querySelector("form.edit[data-check]");
  const widest = 60; // columns: a spreadsheet may say that a cell goes on to its end

  const words = (text) => text.replace(/\s+/g, " ").trim();

  // The cells of a table, line by line; of merged cells the first has the words.
  const fromHtml = (html) => {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (!table) return null;
    const rows = Array.from(table.rows);
    const grid = rows.map(() => []);
    rows.forEach((row, top) => {
      let left = 0;
      for (const cell of row.cells) {
        while (grid[top][left] !== undefined) left += 1;
        const bottom = Math.min(top + Math.max(cell.rowSpan, 1), rows.length);
        const right = Math.min(left + Math.max(cell.colSpan, 1), widest);
        for (let y = top; y < bottom; y += 1) {
          for (let x = left; x < right; x += 1) grid[y][x] = "";
        }
        grid[top][left] = words(cell.textContent);
      }
    });
    return grid.map((row) => Array.from(row, (cell) => cell || ""));
  };

  const fromText = (text) =>
    text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));

  const quoted = (cell) => (/["\t\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  const asText = (grid) => grid.map((row) => row.map(quoted).join("\t")).join("\n");
  const isTable = (grid) => Boolean(grid) && (grid.length > 1 || grid[0].length > 1);

  // What was copied, as lines with tabs; nothing where it is a text for the one input.
  const copied = (data, isLine) => {
    const grid = fromHtml(data.getData("text/html"));
    if (isTable(grid)) return asText(grid);
    const text = data.getData("text/plain");
    // Excel itself puts cells with line breaks into quotes.
    const isCells = text.includes("\t") || (isLine && isTable(fromText(text)));
    return isCells ? text : "";
  };

  const spread = (input, box, text) => {
    const where = box.dataset.where;
    let area = form.elements[`paste:${where}`];
    if (!area) {
      area = document.createElement("textarea");
      area.name = `paste:${where}`;
      area.hidden = true;
      form.append(area);
    }
    area.value = text;
    const button = document.createElement("button");
    button.name = "action";
    button.value = JSON.stringify(["paste", JSON.parse(where), JSON.parse(input.name)]);
    button.hidden = true;
    form.append(button);
    button.click();
  };

  if (form) {
    form.addEventListener("paste", (event) => {
      const input = event.target;
      const cell = input.closest("td");
      const box = input.closest("fieldset.table");
      const isBox = input.name && input.name.startsWith("paste:");
      if (!box || !event.clipboardData || !(isBox || (cell && input.name))) return;
      const text = copied(event.clipboardData, input.tagName === "INPUT");
      if (!text) return;
      event.preventDefault();
      if (isBox) input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
      else spread(input, box, text);
    });
  }
}
