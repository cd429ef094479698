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
  const value = Number.parseFloat(text.replace(/,/g, ""));
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
  const last = way ? lastOf(state, column) : new Set();
  state.sorted = way ? { name: labelOf(column), last } : null;
  state.table.tBodies[0].append(...(way ? ordered(state, column, way, last) : state.rows));
  state.status.textContent = [told(column, way), ...unstated(state)].join("；");
  if (state.order) showOrder(state, way ? `${column.dataset.key} ${way}` : "");
  put(state.table.dataset.name, way && `${column.dataset.key}-${way === "descending" ? "down" : "up"}`);
  if (state.count) count(state);
}

function told(column, way) {
  if (!way) return "已恢复原来的顺序";
  const ends = column.dataset.sort === "grade" ? ["差", "优"] : ["低", "高"];
  if (way === "descending") ends.reverse();
  return `已按${labelOf(column)}从${ends[0]}到${ends[1]}排列`;
}

/** How many of the rows that are shown stand last because they say nothing, in words. */
function unstated({ sorted, table }) {
  const number = [...(sorted?.last ?? [])].filter((row) => !row.hidden).length;
  const measure = table.dataset.name === "reports" ? "份" : "个";
  return number > 0 ? [`其中 ${number} ${measure}没有${sorted.name}，排在最后`] : [];
}

/** An order that a column's head makes, but is none of the list's, is shown as the first one. */
function showOrder({ order }, value) {
  order.value = [...order.options].some((one) => one.value === value) ? value : "";
}

function valuesOf({ rows, columns }, column) {
  const place = columns.indexOf(column);
  return rows.map((row) => [row, VALUES[column.dataset.sort](textOf(row.cells[place]))]);
}

/** Rows that say nothing of what a column holds. */
function lastOf(state, column) {
  return new Set(valuesOf(state, column).filter(([, value]) => value === null).map(([row]) => row));
}

function ordered(state, column, way, last) {
  const stated = valuesOf(state, column).filter(([row]) => !last.has(row));
  const compare = column.dataset.sort === "text" ? compareWords : (one, other) => one - other;
  const sign = way === "descending" ? -1 : 1;
  stated.sort(([, one], [, other]) => sign * compare(one, other));
  return [...stated.map(([row]) => row), ...last];
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
  // Column heads are not seen on a phone, and do not say that the worst can come first.
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
  for (const row of state.rows) {
    const isWanted =
      row.cells[0].textContent.toLowerCase().includes(wanted) &&
      [...state.filters].every(([column, { value }]) =>
        value === "" || textOf(row.cells[state.columns.indexOf(column)]) === value,
      );
    row.hidden = !isWanted;
  }
  count(state);
  put("text", state.text.value.trim());
  for (const [column, { value }] of state.filters) put(column.dataset.key, value);
}

function count(state) {
  const all = state.rows.length;
  const shown = state.rows.filter((row) => !row.hidden).length;
  const number = shown === all ? `共 ${all} 份` : `显示 ${shown} 份，共 ${all} 份`;
  state.count.textContent = [number, ...unstated(state)].join("；");
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
