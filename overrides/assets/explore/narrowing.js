// Which reports are shown: those that have a chosen value of every facet, lie within every range and
// hold every word. And in what order: what is not stated comes last in either.

import { endOf } from "../search/facets.js";
import { ASKED, WAN } from "./reports.js";
import { GRADES } from "./sums.js";

export const UNSTATED = "none";
const NOT_ASKED = "not-asked";
const GRADE = ASKED.find(({ name }) => name === "grade").bit;

const PLACES = { [UNSTATED]: -1, [NOT_ASKED]: -2 }; // of what is no grade
const placeIn = (values, value) => values.places.get(value) ?? Number.NaN;

/**
 * Facets as they are shown: name in the address, label, the number that a row has of it, that number
 * of a value of the address and back, what the reader sees of a value.
 */
export const FACETS = [
  {
    name: "year",
    label: "年度",
    of: (reports, row) => reports.year[row],
    numberOf: (reports, value) => Number(value),
    valueOf: (reports, number) => String(number),
    text: (value) => `${value} 年度`,
  },
  {
    name: "department",
    label: "部门",
    of: (reports, row) => reports.department[row],
    numberOf: (reports, value) => placeIn(reports.departments, value),
    valueOf: (reports, number) => reports.departments.list[number].slug,
    text: (value, reports) => reports.departments.list[placeIn(reports.departments, value)]?.short ?? value,
  },
  {
    name: "kind",
    label: "评价类型",
    of: (reports, row) => reports.kind[row],
    numberOf: (reports, value) => placeIn(reports.kinds, value),
    valueOf: (reports, number) => reports.kinds.list[number],
    text: (value) => value,
  },
  {
    name: "grade",
    label: "等级",
    of: (reports, row) => {
      const place = reports.grade[row];
      return place >= 0 ? place : PLACES[reports.unstated[row] & GRADE ? UNSTATED : NOT_ASKED];
    },
    numberOf: (reports, value) => PLACES[value] ?? placeIn(reports.grades, value),
    valueOf: (reports, number) => reports.grades.list[number] ?? (number === PLACES[UNSTATED] ? UNSTATED : NOT_ASKED),
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
    const chosen = state.chosen[facet.name];
    if (chosen.length === 0) continue;
    const mask = facet.bits?.reduce((bits, { name, bit }) => (chosen.includes(name) ? bits | bit : bits), 0);
    const wanted = facet.bits ? null : new Set(chosen.map((value) => facet.numberOf(reports, value)));
    for (let row = 0; row < reports.count; row += 1) {
      const has = wanted ? wanted.has(facet.of(reports, row)) : reports.unstated[row] & mask;
      if (!has) fail(row, place + 1);
    }
  }
  return { fails, facets: FACETS.map((facet, place) => counts(reports, state, facet, [fails, failing, place + 1])) };
}

function counts(reports, state, facet, [fails, failing, place]) {
  const found = new Map();
  const add = (number) => found.set(number, (found.get(number) ?? 0) + 1);
  for (let row = 0; row < reports.count; row += 1) {
    if (fails[row] !== 0 && (fails[row] !== 1 || failing[row] !== place)) continue;
    if (!facet.bits) add(facet.of(reports, row));
    else if (reports.unstated[row]) for (const { name, bit } of facet.bits) if (reports.unstated[row] & bit) add(name);
  }
  const values = new Map(state.chosen[facet.name].map((value) => [value, 0])); // shown even if there is none
  for (const [number, count] of found) values.set(facet.bits ? number : facet.valueOf(reports, number), count);
  return { ...facet, values: [...values].sort(ORDERS_OF_VALUES[facet.name]) };
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
  const all = reports.inOrder();
  if (!sort) return all;
  const [name, way] = sort.split("-");
  const values = KEYS[name]?.(reports) ?? reports[name];
  const sign = way === "down" ? -1 : 1;
  const stated = all.filter((row) => !Number.isNaN(values[row]));
  // Numbers alone are sorted much sooner than rows by them; rows of one value stay in their order.
  const starts = new Map();
  for (const [place, value] of Float64Array.from(stated, (row) => sign * values[row]).sort().entries()) if (!starts.has(value)) starts.set(value, place);
  const last = all.filter((row) => Number.isNaN(values[row]));
  for (const row of stated) {
    const place = starts.get(sign * values[row]);
    starts.set(sign * values[row], place + 1);
    all[place] = row;
  }
  all.set(last, stated.length);
  return all;
}
