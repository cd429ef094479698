// What a question means, as people ask it: years, departments, grades, figures that are compared, and
// the words that are left. `2022年公安局视频监控得分90分以上` asks for a year, a department, a range, a phrase.

import { departmentNames, RANGES } from "./facets.js";
import { fold } from "./folding.js";

const YEAR = /(^|[^\d.])((?:19|20)\d\d)(?:年度?|(?![\d.%元分万]))的?/;
const SHORT_YEAR = /(^|[^\d.])(\d\d)年度?的?/;
const GRADE = /(?:自评|评级|评价)?(?:等级|结果)?(?:为|是|评为)?(优|良|中|差)秀?(?:等级?)?的?/;
const GRADE_ALONE = /^(?:自评|评级|评价|等级|结果|评为)[^\d]{0,4}$/; // what has to stand in it, or it is a word

// Figures: what is compared, by which the unit tells if no name does.
const NAMES = {
  rate: "预算执行率|资金执行率|执行率|执行进度|支出进度",
  score: "自评得分|评价得分|综合得分|自评分数|得分|评分|分数|总分|自评",
  spent: "实际支出|支出金额|支出|花费|花了|用了|执行数",
  budget: "全年预算数|全年预算|预算金额|预算数|预算|项目资金|资金|金额|投入|投资",
};
const UNIT = "%|百分之|分|亿元|亿|千万元|百万元|万元|万|元";
const NUMBER = "百分之[0-9零一二三四五六七八九十百.]+|[0-9][0-9.]*|[一二两三四五六七八九十][零一二两三四五六七八九十百千]*";
const BEFORE = [
  ["gte", "大于等于|大于或等于|不低于|不少于|不小于|至少|>=|≥|达到"],
  ["lte", "小于等于|小于或等于|不高于|不超过|不多于|不大于|至多|最多|<=|≤"],
  ["lt", "没有达到|没达到|未达到|未达|低于|小于|少于|不足|不到|<"],
  ["gt", "高于|大于|多于|超过|超出|超|>"],
];
const AFTER = [
  ["gte", "及以上|或以上|以上|起"],
  ["lte", "及以下|或以下|以下|以内|之内"],
];
const anyOf = (pairs) => pairs.map(([, words]) => words).join("|");
const nameGroups = Object.entries(NAMES).map(([name, words]) => `(?<${name}>${words})`).join("|");
const WAYS = [
  new RegExp(`(?:${nameGroups})?(?:在|为|是)?(?<from>${NUMBER})(?<own>${UNIT})?(?:到|至|-|~|—)(?<to>${NUMBER})(?<unit>${UNIT})(?:之间)?的?`),
  new RegExp(`(?:${nameGroups})?(?:的)?(?<how>${anyOf(BEFORE)})(?<from>${NUMBER})(?<unit>${UNIT})?的?`),
  new RegExp(`(?:${nameGroups})?(?:在|为|是)?(?<from>${NUMBER})(?<unit>${UNIT})?(?<after>${anyOf(AFTER)})的?`),
];
const ORDER = ["year", "department", "grade", ...RANGES.map(({ name }) => name)];
const SCALE = { 亿元: 1e4, 亿: 1e4, 千万元: 1e3, 百万元: 1e2, 万元: 1, 万: 1, 元: 1e-4 }; // in 万元
const DIGITS = { 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const PLACES = { 十: 10, 百: 100, 千: 1000 };

// Words of a question that no report is meant to hold.
const FILLERS = new RegExp(
  [
    "^(?:请问|我想知道|查询|查找|查一下|查|搜索|搜|找|有没有|哪些|哪个|哪几个|有哪些|所有|全部|关于)+",
    "(?:有哪些|是哪些|有多少|是多少|多少钱|怎么样|情况如何|如何|的?(?:绩效)?(?:自评|评价)?报告|的?项目有哪些|的?项目|的?单位|的?情况|的|吗|呢|？)+$",
    "^的+",
  ].join("|"),
  "g",
);

/**
 * `filters`, [facet, value] pairs; `rest`, the words that are left, as terms.
 */
export function understood(data, terms) {
  const years = new Set(data.parts.map(([, year]) => String(year)));
  const filters = [];
  const rest = [];
  for (const { folded, writing } of terms) {
    const before = filters.length;
    let left = takeRanges(folded, filters);
    left = takeYear(left, years, filters);
    left = takeDepartment(left, data.departments, filters);
    left = takeGrade(left, filters);
    const pieces = filters.length === before ? [folded] : left.split(" ");
    for (const piece of pieces) {
      const word = piece.replace(FILLERS, "").replace(FILLERS, "");
      if (word === folded) rest.push({ folded, writing });
      else if ([...word].length > 1) rest.push({ folded: word, writing: word });
    }
  }
  filters.sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other));
  return { filters, rest };
}

function takeRanges(word, filters) {
  let left = word.replace("一半", "50%");
  for (const way of WAYS) {
    for (let found = left.match(way); found; found = left.match(way)) {
      const { groups } = found;
      const name = nameOf(groups);
      if (!name) break;
      for (const value of valuesOf(name, groups)) filters.push([name, value]);
      left = `${left.slice(0, found.index)} ${left.slice(found.index + found[0].length)}`;
    }
  }
  return left;
}

function nameOf(groups) {
  const isPercent = groups.unit === "%" || groups.own === "%" || groups.from.startsWith("百分之");
  if (isPercent) return groups.budget || groups.score || groups.spent ? null : "rate";
  if (groups.unit === "分") return groups.budget || groups.spent || groups.rate ? null : "score";
  const named = Object.keys(NAMES).find((name) => groups[name]);
  if (groups.unit) return named === "spent" ? "spent" : named === "budget" || !named ? "budget" : null;
  if (!/^[0-9]/.test(groups.from)) return null;
  return named === "rate" || named === "score" ? named : null; // an amount without its unit tells nothing
}

function valuesOf(name, groups) {
  const number = (text, unit) => {
    const value = numberOf(text.replace("百分之", ""));
    return String(Number((value * (name === "rate" || name === "score" ? 1 : SCALE[unit])).toPrecision(12)));
  };
  if (groups.to) {
    return [`gte${number(groups.from, groups.own ?? groups.unit)}`, `lte${number(groups.to, groups.unit)}`];
  }
  const kinds = groups.how ? BEFORE : AFTER;
  const [kind] = kinds.find(([, words]) => words.split("|").includes(groups.how ?? groups.after));
  return [`${kind}${number(groups.from, groups.unit)}`];
}

/** `1135.5`, `五百`, `一百二十`. */
function numberOf(text) {
  if (/^[0-9.]+$/.test(text)) return Number.parseFloat(text);
  let whole = 0;
  let digit = 0;
  for (const one of text) {
    if (one in DIGITS) digit = DIGITS[one];
    else {
      whole += (digit || 1) * PLACES[one];
      digit = 0;
    }
  }
  return whole + digit;
}

function takeYear(word, years, filters) {
  for (const [pattern, century] of [[YEAR, ""], [SHORT_YEAR, "20"]]) {
    const [all, before, number] = word.match(pattern) ?? [];
    if (all === undefined || !years.has(century + number)) continue;
    filters.push(["year", century + number]);
    return word.replace(all, `${before} `);
  }
  return word;
}

/** The longest name that stands in the word, else what people call one: 住建局 is 住房和城乡建设局. */
function takeDepartment(word, departments, filters) {
  const names = Object.entries(departments).flatMap(([slug, one]) =>
    departmentNames(one).map((name) => [fold(name), slug]),
  );
  const held = names.filter(([name]) => word.includes(name));
  const called = held.length > 0 ? held : names.flatMap(([name, slug]) => shortFor(name, word).map((one) => [one, slug]));
  if (called.length === 0) return word;
  const longest = called.reduce((most, [name]) => (name.length > most.length ? name : most), "");
  const slugs = new Set(called.filter(([name]) => name === longest).map(([, slug]) => slug));
  if (held.length === 0 && slugs.size > 1) return word; // it may be any of them
  for (const slug of slugs) filters.push(["department", slug]);
  return word.replace(longest, " ").replace(/^ 的/, " ");
}

/** Pieces of a word that begin and end as a name does and have some of its characters, in order. */
function shortFor(base, word) {
  const last = base.endsWith("联合会") ? "联" : base.slice(-1);
  const found = [];
  for (let start = word.indexOf(base[0]); start >= 0; start = word.indexOf(base[0], start + 1)) {
    for (let length = 2; length <= 4 && length < base.length; length += 1) {
      const piece = word.slice(start, start + length);
      if (piece.length === length && piece.endsWith(last) && isWithin(piece, base)) found.push(piece);
    }
  }
  return found;
}

function isWithin(piece, name) {
  let place = -1;
  return [...piece].every((one) => {
    place = name.indexOf(one, place + 1);
    return place >= 0;
  });
}

function takeGrade(word, filters) {
  const found = word.match(GRADE);
  if (!found || !GRADE_ALONE.test(found[0])) return word;
  filters.push(["grade", found[1]]);
  return `${word.slice(0, found.index)} ${word.slice(found.index + found[0].length)}`;
}
