// By what results are narrowed down and in what order they stand.

// Bands of the year's budget in 万元: value in the address, label, upper limit.
const BANDS = [
  ["0-10", "10 万元以下", 10],
  ["10-50", "10—50 万元", 50],
  ["50-100", "50—100 万元", 100],
  ["100-500", "100—500 万元", 500],
  ["500-1000", "500—1000 万元", 1000],
  ["1000-", "1000 万元以上", Infinity],
];
const UNSTATED = "none";
const NOT_ASKED = "not-asked"; // by the report's form
const GRADES = ["优", "良", "中", "差"];

const rateOf = ({ rate }) => (rate === null ? null : Number.parseFloat(rate.replace(/,/g, "")));

/** Figures of which both ends can be chosen: `gte60` and `lt80` in the address are 60 and more, below 80. */
export const RANGES = [
  { name: "rate", label: "执行率", unit: "%", value: rateOf },
  { name: "score", label: "得分", unit: "分", value: (row) => row.score },
  { name: "budget", label: "全年预算", unit: "万元", value: (row) => row.budget },
  { name: "spent", label: "支出", unit: "万元", value: (row) => row.spent },
];
const ENDS = {
  gte: { label: "不低于", holds: (value, end) => value >= end },
  gt: { label: "高于", holds: (value, end) => value > end },
  lte: { label: "不高于", holds: (value, end) => value <= end },
  lt: { label: "低于", holds: (value, end) => value < end },
};
const END = /^(gte|gt|lte|lt)(-?\d{1,12}(?:\.\d{1,6})?)$/;

/** Kind and number of an end as the address has it, and that in its plainest form; nothing of anything else. */
export function endOf(text) {
  const [, kind, digits] = text.match(END) ?? [];
  const number = Number(digits);
  return kind ? { kind, number, text: kind + number } : null;
}

/** The label of a range whose lower end lies above its upper one, so that nothing is in it. */
export function crossed(ranges, ends) {
  const numbers = (name, way) => (ends[name] ?? []).map(endOf).filter((end) => end?.kind.startsWith(way)).map(({ number }) => number);
  return ranges.find(({ name }) => Math.max(...numbers(name, "g")) > Math.min(...numbers(name, "l")))?.label;
}

function inRange(range, ends, row) {
  const value = range.value(row);
  return value !== null && ends.every(({ kind, number }) => ENDS[kind].holds(value, number));
}

// The county's name before that of its department; 县委, 市场, 市政局, 城市, 区划 are words of the latter.
const COUNTY = /^(?:(?!城市).){0,8}?(?:(?=[县市区旗州]委)|[县旗州]|市(?![场容]|政[局管工公设园建]|民[中之])|区(?![划域]))(?=..)/;

/** How a department is called, by whomever: all its names, and each without its county's. */
export function departmentNames({ names, short }) {
  return [...new Set([...names, short].flatMap((name) => [name, name.replace(COUNTY, "")]))];
}

function band(row) {
  if (row.budget === null) return absent(row, "全年预算");
  return BANDS.find(([, , limit]) => row.budget < limit)[0];
}

function absent(row, item) {
  return row.notAsked.includes(item) ? NOT_ASKED : UNSTATED;
}

/** Facets in the order in which they are shown: name in the address, label, value of a row. */
export const FACETS = [
  { name: "year", label: "年度", value: (row) => String(row.year) },
  { name: "department", label: "部门", value: (row) => row.department },
  { name: "grade", label: "自评等级", value: (row) => row.grade ?? absent(row, "等级") },
  { name: "type", label: "评价类型", value: (row) => row.type },
  { name: "amount", label: "全年预算", value: band },
];

const newest = (one, other) => other.year - one.year || compare(other.published, one.published);
const compare = (one, other) => (one < other ? -1 : Number(one > other));
const gradeOf = ({ grade }) => (grade === null ? null : -GRADES.indexOf(grade));

/** By a value, from the highest or (sign 1) from the lowest; rows without it come last in either. */
const by = (value, sign) => (one, other) => {
  const [left, right] = [value(one), value(other)];
  if (left === null || right === null) {
    return Number(left === null) - Number(right === null) || newest(one, other);
  }
  return sign * (left - right) || newest(one, other);
};
const ordered = (name, label, what, value, sign) => ({ name, label, what, value, compare: by(value, sign) });

/** Orders: name in the address, label, comparison; what is compared, and its value, null if unstated. */
export const ORDERS = [
  { name: "relevance", label: "相关度", compare: (one, other) => other.rank - one.rank || newest(one, other) },
  { name: "date", label: "公开日期", compare: (one, other) => compare(other.published, one.published) || newest(one, other) },
  ordered("amount", "全年预算从高到低", "全年预算", (row) => row.budget, -1),
  ordered("rate", "执行率从高到低", "执行率", rateOf, -1),
  ordered("rate-low", "执行率从低到高", "执行率", rateOf, 1),
  ordered("score", "得分从高到低", "得分", (row) => row.score, -1),
  ordered("score-low", "得分从低到高", "得分", (row) => row.score, 1),
  ordered("grade", "等级从优到差", "等级", gradeOf, -1),
  ordered("grade-low", "等级从差到优", "等级", gradeOf, 1),
];

/** How many rows stand last because they do not state what the order is by, and what that is. */
export function unstated(rows, { what, value }) {
  const number = value ? rows.filter((row) => value(row) === null).length : 0;
  return number > 0 ? { number, what } : null;
}

/** What the reader sees of a facet's value. */
export function labelOf(name, value, departments) {
  const range = RANGES.find((one) => one.name === name);
  if (range) {
    const { kind, number } = endOf(value);
    return `${ENDS[kind].label} ${number}${range.unit === "%" ? "" : " "}${range.unit}`;
  }
  if (value === UNSTATED) return "未填报";
  if (value === NOT_ASKED) return "不要求填";
  if (name === "year") return `${value} 年度`;
  if (name === "department") return departments[value]?.short ?? value;
  if (name === "amount") return BANDS.find(([one]) => one === value)?.[1] ?? value;
  return value;
}

/** The same with the name of the figure: `执行率低于 60%`, `自评等级为优`. */
function fullLabelOf(name, value, departments) {
  const range = RANGES.find((one) => one.name === name);
  const label = labelOf(name, value, departments);
  if (name === "grade") return `自评等级为${label}`;
  return (range ? range.label : "") + label;
}

/** Those of filters, [name, value]; of three years and more that follow one another one: `2020—2022 年度`. */
export function fullLabelsOf(filters, departments) {
  const years = filters.filter(([name]) => name === "year").map(([, value]) => Number(value));
  const isSpan = years.length > 2 && years.every((year, place) => year === years[0] + place);
  const single = isSpan ? filters.filter(([name]) => name !== "year") : filters;
  const span = isSpan ? [`${years[0]}—${years[years.length - 1]} 年度`] : [];
  return [...span, ...single.map(([name, value]) => fullLabelOf(name, value, departments))];
}

/** Rows that have one of the chosen values of each facet. */
export function narrowed(rows, chosen) {
  const active = FACETS.filter(({ name }) => chosen[name]?.length);
  const limits = RANGES.filter(({ name }) => chosen[name]?.length).map((range) => [
    range,
    chosen[range.name].map(endOf),
  ]);
  return rows.filter(
    (row) =>
      active.every((facet) => chosen[facet.name].includes(facet.value(row))) &&
      limits.every(([range, ends]) => inRange(range, ends, row)),
  );
}

/** How many rows, of those that the facets leave, a range leaves out because they do not state what their form asks for. */
export function outOfRange(rows, chosen) {
  const without = Object.fromEntries(RANGES.map(({ name }) => [name, []]));
  const left = narrowed(rows, { ...chosen, ...without });
  return RANGES.filter(({ name }) => chosen[name]?.length)
    .map(({ label, value }) => ({
      what: label,
      number: left.filter((row) => value(row) === null && !row.notAsked.includes(label)).length,
    }))
    .filter(({ number }) => number > 0);
}

/** For each facet its values and how many rows have them, among those that the others leave. */
export function counts(rows, chosen) {
  return FACETS.map((facet) => {
    const others = narrowed(rows, { ...chosen, [facet.name]: [] });
    const found = new Map((chosen[facet.name] ?? []).map((value) => [value, 0]));
    for (const row of others) {
      const value = facet.value(row);
      found.set(value, (found.get(value) ?? 0) + 1);
    }
    return { name: facet.name, values: [...found].sort(ORDER_OF_VALUES[facet.name]) };
  });
}

const listed = (values) => {
  const place = (value) => (values.includes(value) ? values.indexOf(value) : values.length);
  return ([one], [other]) => place(one) - place(other);
};
const most = ([one, count], [other, otherCount]) => otherCount - count || compare(one, other);
const ORDER_OF_VALUES = {
  year: ([one], [other]) => other - one,
  department: most,
  grade: listed(GRADES),
  type: most,
  amount: listed(BANDS.map(([value]) => value)),
};
