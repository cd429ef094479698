// Lists that readers put in order and narrow down. Without this script they stand complete, in an
// order that makes sense; what the reader chose stands in the address, so that it can be shared.

const GRADES = "优良中差";
const compareWords = new Intl.Collator("zh-Hans-CN", { numeric: true }).compare;

/** What a cell is sorted by; null, which comes last, where the report states nothing. */
const VALUES = {
  number: (text) => numberIn(text),
  year: (text) => numberIn(text),
  grade: (text) => (GRADES.includes(text) ? -GRADES.indexOf(text) : null),
  text: (text) => text,
};

function numberIn(text) {
  const value = Number.parseFloat(text.replaceAll(",", ""));
  return Number.isNaN(value) ? null : value;
}

for (const table of document.querySelectorAll("table.jx-sortable")) attach(table);

function attach(table) {
  const rows = [...table.tBodies[0].rows];
  const columns = [...table.tHead.rows[0].cells];
  const status = document.createElement("p");
  status.className = "jx-hidden";
  status.setAttribute("role", "status");
  table.closest(".jx-scroll").after(status);
  const state = { table, rows, columns, status, filters: new Map() };
  const sortable = columns.filter((one) => one.dataset.sort);
  if (rows.length > 1) for (const column of sortable) addButton(state, column);
  const line = table.closest(".jx-scroll").previousElementSibling;
  if (line?.matches(".jx-narrow")) useFilters(state, line);
  const [key, way] = (new URLSearchParams(location.search).get(table.dataset.name) ?? "").split("-");
  const asked = sortable.find((one) => one.dataset.key === key);
  if (asked && rows.length > 1) sort(state, asked, way === "down" ? "descending" : "ascending");
}

/** What a cell is sorted and chosen by: what it shows, where nothing else is put down. */
function textOf(cell) {
  return cell.dataset.value ?? cell.textContent.trim();
}

function labelOf(column) {
  return (column.querySelector("button") ?? column).textContent;
}

function addButton(state, column) {
  const button = document.createElement("button");
  button.type = "button";
  const printed = document.createElement("span");
  printed.className = "jx-printed";
  printed.setAttribute("aria-hidden", "true");
  printed.textContent = column.textContent;
  button.append(...column.childNodes);
  column.append(button, printed);
  button.addEventListener("click", () => sort(state, column, next(column)));
}

/** Amounts and years from the largest first, words from the first; then the other way; then back. */
function next(column) {
  const ways = ["text", "grade"].includes(column.dataset.sort)
    ? ["ascending", "descending"]
    : ["descending", "ascending"];
  if (column.dataset.sort === "grade") ways.reverse();
  const place = ways.indexOf(column.getAttribute("aria-sort"));
  return place === 1 ? null : ways[place + 1];
}

function sort(state, column, way) {
  for (const one of state.columns) one.removeAttribute("aria-sort");
  if (way) column.setAttribute("aria-sort", way);
  state.table.tBodies[0].append(...(way ? ordered(state, column, way) : state.rows));
  const name = labelOf(column);
  const words = { ascending: `已按${name}从低到高排列`, descending: `已按${name}从高到低排列` };
  state.status.textContent = words[way] ?? "已恢复原来的顺序";
  if (state.order) state.order.value = way ? `${column.dataset.key} ${way}` : "";
  put(state.table.dataset.name, way && `${column.dataset.key}-${way === "descending" ? "down" : "up"}`);
}

function ordered({ rows, columns }, column, way) {
  const place = columns.indexOf(column);
  const valueOf = VALUES[column.dataset.sort];
  const keyed = rows.map((row) => [row, valueOf(textOf(row.cells[place]))]);
  const stated = keyed.filter(([, value]) => value !== null);
  const compare = column.dataset.sort === "text" ? compareWords : (one, other) => one - other;
  const sign = way === "descending" ? -1 : 1;
  stated.sort(([, one], [, other]) => sign * compare(one, other));
  return [...stated, ...keyed.filter(([, value]) => value === null)].map(([row]) => row);
}

/** The line above the list: part of a name, a value of each column that has several, the order. */
function useFilters(state, line) {
  const asked = new URLSearchParams(location.search);
  line.addEventListener("submit", (event) => event.preventDefault());
  state.count = line.querySelector("output");
  state.text = line.elements.text;
  state.text.value = asked.get("text") ?? "";
  state.text.addEventListener("input", () => narrow(state));
  for (const column of state.columns) {
    const select = line.elements[column.dataset.key];
    if (!column.dataset.key || !select) continue;
    const wanted = asked.get(column.dataset.key);
    if ([...select.options].some(({ value }) => value === wanted)) select.value = wanted;
    select.addEventListener("change", () => narrow(state));
    state.filters.set(column, select);
  }
  // On a phone, where column heads are not seen, the order has a list of its own.
  state.order = line.elements.order;
  state.order.addEventListener("change", () => {
    const [key, way] = state.order.value.split(" ");
    const column = state.columns.find((one) => one.dataset.key === key) ?? state.columns[0];
    sort(state, column, way ?? null);
  });
  narrow(state);
}

function narrow(state) {
  const wanted = state.text.value.trim().toLowerCase();
  let shown = 0;
  for (const row of state.rows) {
    const isWanted =
      row.cells[0].textContent.toLowerCase().includes(wanted) &&
      [...state.filters].every(([column, { value }]) =>
        value === "" || textOf(row.cells[state.columns.indexOf(column)]) === value,
      );
    row.hidden = !isWanted;
    shown += isWanted;
  }
  const all = state.rows.length;
  state.count.textContent = shown === all ? `共 ${all} 份` : `显示 ${shown} 份，共 ${all} 份`;
  put("text", state.text.value.trim());
  for (const [column, { value }] of state.filters) put(column.dataset.key, value);
}

/** Keep a choice in the address; one that is taken back leaves it. */
function put(name, value) {
  const parameters = new URLSearchParams(location.search);
  if (value) parameters.set(name, value);
  else parameters.delete(name);
  const text = parameters.toString();
  const address = text ? `?${text}` : location.pathname;
  if (`?${text}` !== (location.search || "?")) history.replaceState(history.state, "", address + location.hash);
}
