// The page of all reports: what its address asks for, shown; what the reader does, put into the address.

import { element, fill } from "../search/elements.js";
import { crossed } from "../search/facets.js";
import { fromAddress, GROUPS, toAddress } from "./chosen.js";
import { makeBar, makeFilters, showBar, showFilters, showTags } from "./controls.js";
import { csv, save } from "./csv.js";
import { showDrawings } from "./drawings.js";
import { narrowed, ordered, RANGES } from "./narrowing.js";
import { showPicks } from "./picks.js";
import { listedYears, Reports, toldOf, yearFile } from "./reports.js";
import { PAGE, showGroups, showReports, showSums } from "./rows.js";

const WIDE = matchMedia("(min-width: 60em)");
const place = document.getElementById("jx-explorer");
const status = document.getElementById("jx-explorer-status");
const told = document.getElementById("jx-explorer-told");
const reports = new Reports();
const waiting = place.dataset.years.trim().split(" ").filter(Boolean).map((one) => one.split(":").map(Number));
const all = waiting.reduce((sum, [, count]) => sum + count, 0);

let state = fromAddress(location.search);
let rows = [];
let failure = "";
let drawn = ""; // what the table shows

const tags = element("div", { class: "jx-tags" });
const filters = element("details", { class: "jx-facets" }, element("summary", {}, "筛选和列"), element("div", {}));
const bar = element("div", { class: "jx-explorer-bar" });
const sums = element("dl", { class: "jx-figures" });
const charts = element("details", { class: "jx-rest" }, element("summary", {}, "图：得分与执行率，预算与支出"), element("div", { class: "jx-charts" }));
const table = element("table", { class: "jx-table jx-cards jx-explored" }, element("caption", {}), element("thead", {}), element("tbody", {}));
const frame = element("div", { class: "jx-scroll", tabindex: 0, role: "region", "aria-label": "全部报告" }, table);
const pager = element("nav", { class: "jx-pager", "aria-label": "翻页" });

filters.open = WIDE.matches;
makeFilters(filters.lastChild, change);
makeBar(bar, change, () => save(fileName(), csv(reports, rows)));
charts.open = state.charts;
charts.addEventListener("toggle", () => {
  if (charts.open !== state.charts) change((old) => ({ ...old, charts: charts.open }), "replaceState");
});
// Shown with what is in them: nothing moves when it comes.
for (const one of [filters.lastChild, sums, charts, frame]) one.hidden = true;
place.append(tags, element("div", { class: "jx-found" }, filters, element("section", { "aria-label": "选出的报告" }, bar, sums, charts, frame, pager)));
table.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="?"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  change(() => fromAddress(link.search));
});
addEventListener("popstate", () => {
  state = fromAddress(location.search);
  charts.open = state.charts;
  run();
});
showPicks();
read();

/** The newest year first, or one that the address asks for; then all others. */
async function read() {
  const wanted = (year) => Number(state.chosen.year.includes(String(year)));
  waiting.sort(([one], [other]) => wanted(other) - wanted(one) || other - one);
  try {
    while (waiting.length > 0) {
      const file = await yearFile(waiting[0][0]);
      waiting.shift();
      if (file) reports.add(file);
      run();
    }
    if (reports.count === 0) await readListed();
    failure = "";
  } catch (error) {
    failure = toldOf(error);
  }
  run();
}

/** Where the page is older than the site, and none of its years is there any more. */
async function readListed() {
  for (const [year] of await listedYears()) {
    const file = await yearFile(year);
    if (file) reports.add(file);
  }
}

function change(next, how = "pushState") {
  sums.style.removeProperty("min-height");
  state = next(state);
  const address = toAddress(state);
  if (address !== here()) history[how](null, "", address);
  run();
}

/** The address of this page, as `toAddress` writes it. */
function here() {
  return location.search || location.pathname;
}

function run() {
  const { fails, facets } = narrowed(reports, state);
  rows = ordered(reports, state.sort).filter((row) => fails[row] === 0);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  if (waiting.length === 0) state.page = Math.min(state.page, pages);
  showFilters(filters.lastChild, facets, state, reports);
  showTags(tags, state, reports, change);
  showBar(bar, state);
  showSums(sums, reports, rows);
  showRows();
  table.caption.textContent = "";
  table.caption.append(element("small", {}, ...noteOf()));
  filters.lastChild.hidden = false;
  for (const one of [sums, charts, frame]) one.hidden = rows.length === 0;
  if (waiting.length > 0) sums.style.setProperty("min-height", `${sums.offsetHeight}px`); // it may not shrink while more is read
  if (charts.open) showDrawings(charts.lastChild, reports, rows);
  showPager(pages);
  tell();
}

/** The table; while years come in that are not on its page, it stays as it is. */
function showRows() {
  const first = (state.page - 1) * PAGE;
  const wanted = state.group ? "" : JSON.stringify([[...rows.slice(first, first + PAGE)], state.columns, state.sort]);
  if (wanted && wanted === drawn) return;
  drawn = wanted;
  if (state.group) showGroups(table, reports, rows, state, (value) => toAddress({ ...state, group: "", page: 1, chosen: { ...state.chosen, [state.group]: [value] } }));
  else showReports(table, reports, rows, state, change);
}

function noteOf() {
  const note = "金额单位：万元。执行率 = 支出 ÷ 全年预算，按数据计算。“—”是报告的表格没有要求填的，或没有上一年度可比的。";
  if (state.group) return [`${note}合计里一个项目的金额只计一次，部门整体支出另列`];
  return [note, element("span", { class: "jx-pick-note" }, "勾选两项以上可以并排比较")];
}

function tell() {
  const groups = GROUPS.find(([name]) => name === state.group)[1];
  const found = rows.length === reports.count ? `共 ${rows.length} 份` : `选出 ${rows.length} 份，共 ${reports.count} 份`;
  const left = waiting.length > 0 && !failure ? `；正在读取更早的年度，还有 ${all - reports.count} 份…` : "";
  const upsideDown = crossed(RANGES, state.limits);
  const advice = upsideDown ? `${upsideDown}的下限比上限大，请对调` : "请去掉一项筛选";
  const none = rows.length === 0 && waiting.length === 0 && reports.count > 0 ? `。没有这样的报告，${advice}` : "";
  status.textContent = `${found}${none}${state.group && !none ? `，${groups}` : ""}${left}`;
  if (failure) {
    const again = element("button", { type: "button", class: "jx-button" }, "再试一次");
    again.addEventListener("click", read);
    status.append(`；${failure} `, again);
  }
  if (waiting.length === 0 || failure) told.textContent = found + none;
  // What the address says that means nothing is taken out of it.
  if (toAddress(state) !== here()) history.replaceState(history.state, "", toAddress(state));
  place.dataset.shows = JSON.stringify([toAddress(state), waiting.length === 0]);
}

function showPager(pages) {
  if (state.group || pages === 1) {
    fill(pager);
    return;
  }
  const to = (page, words) => {
    const button = element("button", { type: "button", class: "jx-button", disabled: page < 1 || page > pages }, words);
    button.addEventListener("click", () => {
      change((old) => ({ ...old, page }));
      frame.scrollIntoView();
      frame.focus({ preventScroll: true });
    });
    return button;
  };
  fill(pager, to(state.page - 1, "上一页"), element("span", {}, `第 ${state.page} 页，共 ${pages} 页`), to(state.page + 1, "下一页"));
}

function fileName() {
  const years = state.chosen.year.length === 1 ? `${state.chosen.year[0]}年度` : "";
  return `绩效评价报告${years}-${rows.length}份.csv`;
}
