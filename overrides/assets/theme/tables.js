// Lists that readers put in order and narrow down. Without this script they stand complete, in an
// order that makes sense; what the reader chose stands in the address, so that it can be shared.

const GRADES = "优良中差";
const LEAST = 8; // rows from which on a list is worth narrowing down
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
  table.closest(".jx-scroll").before(status);
  const state = { table, rows, columns, status, filters: new Map() };
  const sortable = columns.filter((one) => one.dataset.sort);
  if (rows.length > 1) for (const column of sortable) addButton(state, column);
  if (table.dataset.filters && rows.length >= LEAST) addFilters(state, sortable);
  const [key, way] = (new URLSearchParams(location.search).get(table.dataset.name) ?? "").split("-");
  const asked = sortable.find((one) => one.dataset.key === key);
  if (asked && rows.length > 1) sort(state, asked, way === "down" ? "descending" : "ascending");
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
  const keyed = rows.map((row) => [row, valueOf(row.cells[place].textContent.trim())]);
  const stated = keyed.filter(([, value]) => value !== null);
  const compare = column.dataset.sort === "text" ? compareWords : (one, other) => one - other;
  const sign = way === "descending" ? -1 : 1;
  stated.sort(([, one], [, other]) => sign * compare(one, other));
  return [...stated, ...keyed.filter(([, value]) => value === null)].map(([row]) => row);
}

/** A line above the list: part of a name, a value of each column that has several. */
function addFilters(state, sortable) {
  const line = document.createElement("form");
  line.className = "jx-narrow";
  line.setAttribute("aria-label", "在表中筛选");
  line.addEventListener("submit", (event) => event.preventDefault());
  const asked = new URLSearchParams(location.search);
  const text = document.createElement("input");
  Object.assign(text, { type: "search", placeholder: "在表中查找项目", value: asked.get("text") ?? "" });
  text.setAttribute("aria-label", "在表中查找项目");
  text.addEventListener("input", () => narrow(state));
  state.text = text;
  line.append(text);
  for (const column of sortable) {
    if (!state.table.dataset.filters.split(" ").includes(column.dataset.key)) continue;
    const select = selectOf(state, column);
    if (!select) continue;
    const wanted = asked.get(column.dataset.key);
    if ([...select.options].some(({ value }) => value === wanted)) select.value = wanted;
    select.addEventListener("change", () => narrow(state));
    state.filters.set(column, select);
    line.append(select);
  }
  line.append(orderOf(state, sortable));
  state.count = document.createElement("output");
  line.append(state.count);
  state.table.closest(".jx-scroll").before(line);
  narrow(state);
}

function selectOf({ rows, columns }, column) {
  const place = columns.indexOf(column);
  const values = [...new Set(rows.map((row) => row.cells[place].textContent.trim()))];
  if (values.length < 2) return null;
  const valueOf = VALUES[column.dataset.sort];
  const compare = column.dataset.sort === "text" ? compareWords : (one, other) => valueOf(other) - valueOf(one);
  const stated = values.filter((value) => valueOf(value) !== null).sort(compare);
  const select = document.createElement("select");
  select.setAttribute("aria-label", labelOf(column));
  select.append(new Option(`全部${labelOf(column)}`, ""));
  for (const value of [...stated, ...values.filter((one) => !stated.includes(one))]) {
    select.append(new Option(value, value));
  }
  return select;
}

/** On a phone, where column heads are not seen, the order has a list of its own. */
function orderOf(state, sortable) {
  const select = document.createElement("select");
  select.className = "jx-narrow__order";
  select.setAttribute("aria-label", "排序");
  select.append(new Option("原来的顺序", ""));
  for (const column of sortable) {
    const name = labelOf(column);
    const way = column.dataset.sort === "text" ? "ascending" : "descending";
    select.append(new Option(`按${name}排序`, `${column.dataset.key} ${way}`));
  }
  select.addEventListener("change", () => {
    const [key, way] = select.value.split(" ");
    sort(state, sortable.find((one) => one.dataset.key === key) ?? sortable[0], way ?? null);
  });
  state.order = select;
  return select;
}

function narrow(state) {
  const wanted = state.text.value.trim().toLowerCase();
  let shown = 0;
  for (const row of state.rows) {
    const isWanted =
      row.cells[0].textContent.toLowerCase().includes(wanted) &&
      [...state.filters].every(([column, { value }]) =>
        value === "" || row.cells[state.columns.indexOf(column)].textContent.trim() === value,
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
