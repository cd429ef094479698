// The tables of the comparison: a column for each of what is compared, a row for each figure, and how
// a figure differs from that of the first column.

import { element } from "../search/elements.js";
import { COLUMNS } from "./chosen.js";
import { none, shown } from "./rows.js";
import { GRADES, inWan, overallOf, placesOf, rateOf, totals } from "./sums.js";

const UNSTATED = "未填报";
const NOT_ASKED = "—";
const POINTS = { rate: " 个百分点", satisfaction: " 个百分点", change: " 个百分点", score: " 分", findings: " 条" };

function table(first, caption, note, heads, rows) {
  const head = element("tr", {}, element("th", { scope: "col" }, first), ...heads.map(({ link, name, below, drop }) =>
    element("th", { scope: "col" }, element("a", { href: link }, name), ...(below ? [element("small", {}, below)] : []), drop)));
  const made = element("table", { class: "jx-table jx-fixed jx-compared" },
    element("caption", {}, element("span", { class: "jx-hidden" }, caption), element("small", {}, note)),
    element("thead", {}, head), element("tbody", {}, ...rows));
  return element("div", { class: "jx-scroll", tabindex: 0, role: "region", "aria-label": caption }, made);
}

/** A row; one whose cells say different things is marked. */
function row(label, cells) {
  const texts = cells.map(([text]) => text);
  const differs = texts.some((text) => text !== texts[0]);
  return element("tr", { class: differs && "jx-differing" }, element("th", { scope: "row" }, label),
    ...cells.map(([text, below, change]) => {
      const made = element("td", {}, text ?? none(below ?? UNSTATED));
      if (text !== null && below) made.append(element("small", { class: "jx-below" }, below));
      if (change) made.append(element("small", { class: "jx-below jx-change" }, change));
      return made;
    }));
}

const sign = (value) => (value > 0 ? "+" : "−");

/** `+12.3（+10.2%）`; nothing where one of the two is not there. */
function amountChange(units, first, places) {
  if ([units, first].some((one) => one === undefined || Number.isNaN(one))) return null;
  const difference = BigInt(units) - BigInt(first);
  if (difference === 0n) return "相同";
  const size = difference < 0n ? -difference : difference;
  const share = BigInt(first) === 0n ? "" : `（${sign(Number(difference))}${(Math.round((Number(size) / Number(first)) * 10_000) / 100).toLocaleString("en")}%）`;
  return `${sign(Number(difference))}${inWan(size, places)}${share}`;
}

function plainChange(value, first, unit) {
  if (Number.isNaN(value) || Number.isNaN(first)) return null;
  const difference = Math.round((value - first) * 1e6) / 1e6;
  return difference === 0 ? "相同" : `${sign(difference)}${Math.abs(difference).toLocaleString("en", { maximumFractionDigits: 6 })}${unit}`;
}

/** Reports side by side. */
export function comparedReports(reports, rows, heads) {
  const places = Math.max(...rows.map((one) => reports.texts.decimals[one]), 0);
  const made = COLUMNS.map(({ name, label }) => row(label, rows.map((one, number) => {
    const [text, below] = shown(reports, one, name, places);
    const [value, first] = [reports[name]?.[one], reports[name]?.[rows[0]]];
    let change = null;
    if (number > 0 && ["budget", "spent"].includes(name)) change = amountChange(value, first, places);
    else if (number > 0 && name in POINTS && isComparable(reports, one, rows[0], name)) change = plainChange(value, first, POINTS[name]);
    return [text, below, change];
  })));
  return table("数字", "数字并排", "金额单位：万元。小字是与第一列相差多少；满分不同的得分不比较。不同的行有底色，打印时是粗体", heads, made);
}

const isComparable = (reports, one, other, name) =>
  name !== "score" || reports.stated.total[one] === reports.stated.total[other];

/** Sums side by side, of departments or of years. */
export function comparedSums(reports, groups, heads) {
  const all = groups.map((rows) => totals(reports, rows));
  const places = placesOf(all);
  const money = (of) => all.map((sums, number) => {
    const value = of(sums);
    if (value === undefined) return [null, sums.count ? UNSTATED : NOT_ASKED];
    return [inWan(value, places), undefined, number > 0 && amountChange(value, of(all[0]), places)];
  });
  const numbers = (of) => all.map((sums, number) => [String(of(sums)), undefined, number > 0 && plainChange(of(sums), of(all[0]), " 份")]);
  const rates = all.map((sums) => (sums.money.budget.count ? rateOf(...sums.money.both, places) : null));
  const only = (name) => all.map((sums) => (sums.money[name].count ? [`${inWan(sums.money[name].total, places)}`, `${sums.money[name].count} 份`] : [null, NOT_ASKED]));
  const has = (name) => all.some((sums) => sums.money[name].count);
  const rows = [
    row("项目报告（份）", numbers((sums) => sums.count)),
    row("全年预算", money((sums) => sums.money.both[0])),
    row("支出", money((sums) => sums.money.both[1])),
    row("执行率", rates.map((rate, number) => [rate === null ? null : `${rate}%`, rate === null ? UNSTATED : all[number].money.budget.count !== all[number].count ? `按 ${all[number].money.budget.count} 份计算` : undefined, number > 0 && rate !== null && rates[0] !== null && plainChange(Number(rate), Number(rates[0]), " 个百分点")])),
    ...(has("budgetOnly") ? [row("只填了预算的", only("budgetOnly"))] : []),
    ...(has("spentOnly") ? [row("只填了支出的", only("spentOnly"))] : []),
    ...GRADES.filter((grade) => all.some((sums) => sums.grades.has(grade))).map((grade) => row(`等级${grade}（份）`, numbers((sums) => sums.grades.get(grade) ?? 0))),
    row("部门整体支出（份）", numbers((sums) => sums.overallCount)),
    row("部门整体支出金额", all.map((sums) => {
      const [budget, spent] = overallOf(sums).both;
      return spent === undefined ? [null, NOT_ASKED] : [inWan(spent, places), `预算 ${inWan(budget, places)}`];
    })),
  ];
  return table("合计", "合计并排", "金额单位：万元。预算、支出、执行率只计两项都填报的报告，一个项目的金额只计一次；部门整体支出含各项目支出，不计入合计，几个年度的不相加。小字是与第一列相差多少", heads, rows);
}

/** Indicators by name and unit; of several of one name the first, the second, … apart. */
function byName(indicators) {
  const found = new Map();
  for (const one of indicators) {
    const name = `${one.三级}\n${one.单位 ?? ""}`;
    let number = 1;
    while (found.has(`${name}\n${number}`)) number += 1;
    found.set(`${name}\n${number}`, one);
  }
  return found;
}

/** Indicators that at least two reports have, by name and unit; of the others how many there are. */
export function indicatorTable(full, heads) {
  const tables = full.map((report) => byName(report.指标 ?? []));
  const names = [...new Set(tables.flatMap((one) => [...one.keys()]))];
  const shared = names.filter((name) => tables.filter((one) => one.has(name)).length > 1);
  const alone = heads.map(({ name }, place) => [name, [...tables[place].keys()].filter((one) => !shared.includes(one)).length]);
  const rest = alone.filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count} 个`);
  const told = rest.length ? [element("p", { class: "jx-lead" }, `只有一份报告有的指标没有列出：${rest.join("，")}。请看各自的报告。`)] : [];
  const title = element("h2", {}, "指标");
  if (shared.length === 0) return [title, element("p", {}, "这些报告没有名称、单位都相同的指标。"), ...told];
  const rows = shared.map((name) => {
    const [label, unit] = name.split("\n");
    return row(unit ? `${label}（${unit}）` : label, tables.map((one) => {
      const indicator = one.get(name);
      if (!indicator) return [null, "没有这项"];
      const sign = indicator.性质 && indicator.性质 !== "定性" ? `${indicator.性质} ` : "";
      const points = indicator.得分 ? `得分 ${indicator.得分}${indicator.分值 ? ` / ${indicator.分值}` : ""}` : "";
      return [indicator.完成值 ?? null, indicator.完成值 ? `目标 ${sign}${indicator.目标值 ?? UNSTATED}` : UNSTATED, points];
    }));
  });
  return [title, table("指标", "指标并排", "按名称和单位对上的指标：完成值，下面是目标值和得分", heads.map(({ drop, ...one }) => ({ ...one, drop: "" })), rows), ...told];
}
