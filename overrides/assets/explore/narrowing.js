// Which reports are shown: those that have a chosen value of every facet, lie within every range and
// hold every word. And in what order: what is not stated comes last in either.

import { endOf } from "../search/facets.js";
import { ASKED, WAN } from "./reports.js";
import { GRADES } from "./sums.js";

export const UNSTATED = "none";
const NOT_ASKED = "not-asked";
const GRADE = ASKED.find(({ name }) => name === "grade").bit;

/** Facets as they are shown: name in the address, label, value of a row, what the reader sees of a value. */
export const FACETS = [
  { name: "year", label: "年度", of: (reports, row) => String(reports.year[row]), text: (value) => `${value} 年度` },
  {
    name: "department",
    label: "部门",
    of: (reports, row) => reports.departmentOf(row).slug,
    text: (value, reports) => reports.departments.list[reports.departments.places.get(value)]?.short ?? value,
  },
  { name: "kind", label: "评价类型", of: (reports, row) => reports.kinds.list[reports.kind[row]], text: (value) => value },
  {
    name: "grade",
    label: "等级",
    of: (reports, row) => reports.grades.list[reports.grade[row]] ?? (reports.unstated[row] & GRADE ? UNSTATED : NOT_ASKED),
    text: (value) => ({ [UNSTATED]: "未填报", [NOT_ASKED]: "不要求填" })[value] ?? value,
  },
  // A report may leave out several: it has each of these values.
  { name: "unstated", label: "未填报", bits: ASKED, text: (value) => ASKED.find(({ name }) => name === value)?.label ?? value },
];

/** Figures of which both ends can be chosen; `scale` is what 1 of the unit is in the column. */
export const RANGES = [
  { name: "budget", label: "全年预算", unit: "万元", scale: WAN },
  { name: "spent", label: "支出", unit: "万元", scale: WAN },
  { name: "rate", label: "执行率", unit: "%", scale: 1 },
  { name: "score", label: "得分", unit: "分", scale: 1 },
  { name: "satisfaction", label: "满意度", unit: "%", scale: 1 },
  { name: "change", label: "预算比上年", unit: "%", scale: 1 },
  { name: "findings", label: "检查提示", unit: "条", scale: 1 },
];
const HOLDS = {
  gte: (value, end) => value >= end,
  gt: (value, end) => value > end,
  lte: (value, end) => value <= end,
  lt: (value, end) => value < end,
};

/** Places of the rows to show, and for each facet its values with how many rows have them among those that the others leave. */
export function narrowed(reports, state) {
  const fails = new Uint8Array(reports.count); // how many of the filters leave a row out
  const failing = new Uint8Array(reports.count); // the facet that did so last, from 1 on
  const fail = (row, facet) => {
    fails[row] += 1;
    failing[row] = facet;
  };
  for (const word of state.text.toLowerCase().split(/\s+/).filter(Boolean)) {
    for (let row = 0; row < reports.count; row += 1) if (!reports.words[row].includes(word)) fail(row, 0);
  }
  for (const { name, scale } of RANGES) {
    const column = reports[name];
    for (const end of state.limits[name]) {
      const { kind, number } = endOf(end);
      const [holds, limit] = [HOLDS[kind], scale === 1 ? number : Math.round(number * scale)];
      for (let row = 0; row < reports.count; row += 1) if (!holds(column[row], limit)) fail(row, 0);
    }
  }
  for (const [place, facet] of FACETS.entries()) {
    const wanted = new Set(state.chosen[facet.name]);
    if (wanted.size === 0) continue;
    const mask = facet.bits?.reduce((bits, { name, bit }) => (wanted.has(name) ? bits | bit : bits), 0);
    for (let row = 0; row < reports.count; row += 1) {
      const has = facet.bits ? reports.unstated[row] & mask : wanted.has(facet.of(reports, row));
      if (!has) fail(row, place + 1);
    }
  }
  return { fails, facets: FACETS.map((facet, place) => counts(reports, state, facet, [fails, failing, place + 1])) };
}

function counts(reports, state, facet, [fails, failing, place]) {
  const found = new Map(state.chosen[facet.name].map((value) => [value, 0]));
  const add = (value) => found.set(value, (found.get(value) ?? 0) + 1);
  for (let row = 0; row < reports.count; row += 1) {
    if (fails[row] !== 0 && (fails[row] !== 1 || failing[row] !== place)) continue;
    if (!facet.bits) add(facet.of(reports, row));
    else if (reports.unstated[row]) for (const { name, bit } of facet.bits) if (reports.unstated[row] & bit) add(name);
  }
  return { ...facet, values: [...found].sort(ORDERS_OF_VALUES[facet.name]) };
}

const place = (values) => (value) => (values.includes(value) ? values.indexOf(value) : values.length);
const gradePlace = place([...GRADES, "优秀", "良好", "合格", "不合格", UNSTATED, NOT_ASKED]);
const askedPlace = place(ASKED.map(({ name }) => name));
const most = ([one, count], [other, otherCount]) => otherCount - count || (one < other ? -1 : 1);
const ORDERS_OF_VALUES = {
  year: ([one], [other]) => other - one,
  department: most,
  kind: most,
  grade: ([one], [other]) => gradePlace(one) - gradePlace(other),
  unstated: ([one], [other]) => askedPlace(one) - askedPlace(other),
};

/** By what rows can be sorted, and how a column of texts becomes one of numbers. */
const compareWords = new Intl.Collator("zh-Hans-CN", { numeric: true }).compare;
const KEYS = {
  project: (reports) => ranked(reports.texts.project),
  department: (reports) => reports.department,
  kind: (reports) => reports.kind,
  published: (reports) => ranked(reports.texts.published, (one, other) => (one < other ? -1 : Number(one > other))),
  grade: (reports) => reports.grade.map((value) => (GRADES.includes(reports.grades.list[value]) ? -GRADES.indexOf(reports.grades.list[value]) : Number.NaN)),
};
export const SORTED = ["project", "department", "year", "kind", "budget", "change", "spent", "rate", "score", "grade", "satisfaction", "findings", "published"];

/** The place of each text among all, none of null. */
function ranked(texts, compare = compareWords) {
  const all = [...new Set(texts)].filter((one) => one !== null).sort(compare);
  const places = new Map(all.map((text, number) => [text, number]));
  return Float64Array.from(texts, (text) => places.get(text) ?? Number.NaN);
}

/** All rows in an order, `rate-up` or `rate-down`: sorted once for as long as no year comes. */
export function ordered(reports, sort) {
  if (ordered.of !== reports || ordered.count !== reports.count) Object.assign(ordered, { of: reports, count: reports.count, known: new Map() });
  if (!ordered.known.has(sort)) ordered.known.set(sort, sortedRows(reports, sort));
  return ordered.known.get(sort);
}

function sortedRows(reports, sort) {
  const all = Int32Array.from({ length: reports.count }, (_, row) => row);
  const years = reports.year;
  all.sort((one, other) => years[other] - years[one] || one - other); // years may have come in any order
  if (!sort) return all;
  const [name, way] = sort.split("-");
  const values = KEYS[name]?.(reports) ?? reports[name];
  const sign = way === "down" ? -1 : 1;
  const stated = all.filter((row) => !Number.isNaN(values[row]));
  stated.sort((one, other) => sign * (values[one] - values[other])); // rows of the same value stay in order
  const last = all.filter((row) => Number.isNaN(values[row]));
  all.set(stated);
  all.set(last, stated.length);
  return all;
}
