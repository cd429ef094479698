// The table: reports, a page of them, or groups of them with their sums.

import { ROOT } from "../search/client.js";
import { element, fill } from "../search/elements.js";
import { COLUMNS } from "./chosen.js";
import { pickBox } from "./picks.js";
import { ASKED } from "./reports.js";
import { GRADES, grouped, inWan, inYi, overallOf, placesOf, rateOf, totals } from "./sums.js";

export const PAGE = 50; // rows
const UNSTATED = "未填报";
const NOT_ASKED = "—";
const WORDS = ["project", "department", "kind", "year", "grade", "published"]; // columns of no figures

export const none = (text) => element("span", { class: "jx-none" }, text);

/** What stands in a report's cell: text, and what is said below it. */
export function shown(reports, row, name, places = reports.texts.decimals[row]) {
  const { bit } = ASKED.find((one) => one.name === name) ?? {};
  const absent = bit && reports.notAsked[row] & bit ? NOT_ASKED : UNSTATED;
  switch (name) {
    case "department":
      return [reports.departmentOf(row).short, reports.texts.issued_by[row]];
    case "year":
      return [String(reports.year[row])];
    case "kind":
      return [reports.kinds.list[reports.kind[row]]];
    case "budget":
    case "spent":
      return Number.isNaN(reports[name][row]) ? [null, absent] : [inWan(reports[name][row], places)];
    case "rate":
      return percent(reports.stated.rate[row], absent, reports.texts.rate_claimed[row] ? "（自报）" : undefined);
    case "satisfaction":
      return percent(reports.stated.satisfaction[row], absent);
    case "score": {
      const [score, total] = [reports.stated.score[row], reports.stated.total[row]];
      if (score === null) return [null, absent];
      return [grouped3(score), total !== null && Number(total) !== 100 ? `满分 ${total}` : undefined];
    }
    case "grade": {
      const grade = reports.grades.list[reports.grade[row]];
      return grade ? [grade] : [null, absent];
    }
    case "change":
      return Number.isNaN(reports.change[row]) ? [null, NOT_ASKED] : [signed(reports.change[row])];
    case "findings":
      return [String(reports.findings[row])];
    default:
      return reports.texts.published[row] ? [reports.texts.published[row]] : [null, UNSTATED];
  }
}

const percent = (text, absent, below) => (text === null ? [null, absent] : [`${grouped3(text)}%`, below]);
const grouped3 = (text) => text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
const signed = (value) => (value === 0 ? "0%" : `${value > 0 ? "+" : "−"}${grouped3(String(Math.abs(value)))}%`);

function cell(label, [text, below], isNumber) {
  const made = element("td", { "data-label": label, class: isNumber && "jx-number" });
  if (text === null) made.append(none(below));
  else made.append(text, ...(below ? [element("small", { class: "jx-below" }, below)] : []));
  return made;
}

/** Heads that sort: `change` hears which order is wanted next. */
function heads(columns, state, change) {
  return columns.map(({ name, label }) => {
    const [key, way] = state.sort.split("-");
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => change((old) => ({ ...old, sort: nextSort(name, old.sort), page: 1 })));
    const sorted = key === name && { up: "ascending", down: "descending" }[way];
    return element("th", { scope: "col", class: !WORDS.includes(name) && "jx-number", "data-key": name, "aria-sort": sorted || null },
      button, element("span", { class: "jx-printed", "aria-hidden": "true" }, label));
  });
}

/** Words from the first, figures from the largest; then the other way; then as at the beginning. */
function nextSort(name, sort) {
  const ways = ["project", "department", "kind"].includes(name) ? ["up", "down"] : ["down", "up"];
  const place = ways.findIndex((way) => sort === `${name}-${way}`);
  return place === 1 ? "" : `${name}-${ways[place + 1]}`;
}

/** A page of rows. */
export function showReports(table, reports, rows, state, change) {
  const columns = COLUMNS.filter(({ name }) => state.columns.includes(name));
  const byDepartment = !state.columns.includes("department");
  const focused = table.contains(document.activeElement) && document.activeElement.closest("th")?.dataset.key;
  const first = (state.page - 1) * PAGE;
  const listed = [...rows.slice(first, first + PAGE)];
  const hasDecimals = listed.some((row) => reports.texts.decimals[row] > 0);
  fill(table.tHead, element("tr", {}, ...heads([{ name: "project", label: "项目" }, ...columns], state, change)));
  fill(table.tBodies[0], ...listed.map((row) => {
    const address = reports.address(row);
    const link = element("a", { href: new URL(address, ROOT).href }, reports.texts.project[row]);
    const head = element("th", { scope: "row" }, pickBox("report", reports.texts.id[row], reports.texts.project[row]), link);
    if (reports.texts.amended[row]) head.append(" ", element("span", { class: "jx-chip" }, "有更正"));
    if (byDepartment) head.append(element("small", {}, shown(reports, row, "department")[0]));
    // Whole amounts stand below others with as many decimals.
    const places = Math.max(reports.texts.decimals[row], hasDecimals ? 2 : 0);
    return element("tr", {}, head, ...columns.map(({ name, label }) => cell(label, shown(reports, row, name, places), !WORDS.includes(name))));
  }));
  if (focused) table.querySelector(`th[data-key="${focused}"] button`)?.focus();
}

/** Groups with their sums; a group leads to its reports. */
export function showGroups(table, reports, rows, state, addressOf) {
  const byYear = state.group === "year";
  const key = byYear ? (row) => reports.year[row] : (row) => reports.departmentOf(row).slug;
  const groups = [...grouped(reports, rows, key)];
  groups.sort(([one, left], [other, right]) => (byYear ? other - one : budgetOf(right) - budgetOf(left) || (one < other ? -1 : 1)));
  const places = placesOf(groups.map(([, sums]) => sums));
  const names = [byYear ? "年度" : "部门", "项目报告", "全年预算", "支出", "执行率", "等级", "部门整体支出"];
  fill(table.tHead, element("tr", {}, ...names.map((name, number) => element("th", { scope: "col", class: number > 0 && name !== "等级" && "jx-number" }, name))));
  fill(table.tBodies[0], ...groups.map(([value, sums]) => {
    const label = byYear ? `${value} 年度` : reports.departments.list[reports.departments.places.get(value)].short;
    const link = element("a", { href: addressOf(String(value)) }, label);
    const box = pickBox(byYear ? "year" : "department", String(value), label);
    return element("tr", {}, element("th", { scope: "row" }, box, link), ...groupCells(sums, places));
  }));
  return { groups, places };
}

const budgetOf = (sums) => Number(sums.money.budget.total);

function groupCells(sums, places) {
  const { money, count } = sums;
  const [budget, spent] = money.both;
  const absent = count ? UNSTATED : NOT_ASKED;
  const only = (sum, what) => (sum.count ? `另有 ${sum.count} 份只填${what} ${inWan(sum.total, places)}` : undefined);
  const [rate, part] = [budget === undefined ? null : rateOf(budget, spent, places), money.budget.count];
  const overall = overallOf(sums).both;
  const overallText = overall.length ? inWan(overall[1], places) : sums.overallCount ? `${sums.overallCount} 份` : null;
  const overallBelow = overall.length ? `预算 ${inWan(overall[0], places)}` : undefined;
  const grades = GRADES.filter((grade) => sums.grades.has(grade)).map((grade) => `${grade} ${sums.grades.get(grade)}`);
  if (sums.ungraded) grades.push(`未填报 ${sums.ungraded}`);
  return [
    cell("项目报告", [String(count)], true),
    cell("全年预算", budget === undefined ? [null, only(money.budgetOnly, "预算") ?? absent] : [inWan(budget, places), only(money.budgetOnly, "预算")], true),
    cell("支出", spent === undefined ? [null, only(money.spentOnly, "支出") ?? absent] : [inWan(spent, places), only(money.spentOnly, "支出")], true),
    cell("执行率", rate === null ? [null, absent] : [`${rate}%`, part === count ? undefined : `按 ${part} 份计算`], true),
    cell("等级", grades.length ? [grades.join(" ")] : [null, NOT_ASKED]),
    cell("部门整体支出", overallText ? [overallText, overallBelow] : [null, NOT_ASKED], true),
  ];
}

/** The sums of all that is chosen, as the site's other pages say them. */
export function showSums(place, reports, rows) {
  const sums = totals(reports, rows);
  const places = placesOf([sums]);
  const { money, count, repeated, overallCount } = sums;
  const [budget, spent] = money.both;
  const figure = (label, value, unit, note) => {
    const dd = element("dd", {});
    if (value === null) dd.append(none(UNSTATED));
    else dd.append(value, ...(unit ? [element("small", {}, ` ${unit}`)] : []));
    return element("div", {}, element("dt", {}, label), dd, ...(note ? [element("dd", { class: "jx-note" }, note)] : []));
  };
  const only = (sum, what) => (sum.count ? `另有 ${sum.count} 份只填了${what}，共 ${inWan(sum.total, places)} 万元` : "");
  const yi = (units) => (inYi(units) ? `约 ${inYi(units)}` : "");
  const join = (...notes) => notes.filter(Boolean).join("；");
  const made = [];
  if (count) {
    const rate = budget === undefined ? null : rateOf(budget, spent, places);
    made.push(
      figure(overallCount ? "项目报告" : "报告", String(count), "份", repeated ? `其中 ${repeated} 份与另一份评价的是同一项目，金额只计一次` : ""),
      figure("全年预算", budget === undefined ? null : inWan(budget, places), "万元", join(budget === undefined ? "" : yi(budget), only(money.budgetOnly, "预算"))),
      figure("支出", spent === undefined ? null : inWan(spent, places), "万元", join(spent === undefined ? "" : yi(spent), only(money.spentOnly, "支出"))),
      figure("执行率", rate && `${rate}%`, "", join("支出 ÷ 全年预算", money.budget.count !== count && money.budget.count ? `按两项都填报的 ${money.budget.count} 份计算` : "")),
    );
  }
  if (overallCount) {
    const both = overallOf(sums).both;
    const part = sums.overall.budget.count === overallCount ? "" : `（按 ${sums.overall.budget.count} 份计算）`;
    const overallRate = both.length ? rateOf(...both, places) : null;
    const rate = overallRate === null ? "" : `，执行率 ${overallRate}%`;
    const note = both.length ? `全年预算 ${inWan(both[0], places)} 万元，支出 ${inWan(both[1], places)} 万元${rate}${part}。` : "";
    made.push(figure("部门整体支出", String(overallCount), "份", `${note}含各项目支出，不计入合计`));
  }
  fill(place, ...made);
}
