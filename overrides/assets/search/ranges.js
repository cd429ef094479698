// Figures that a question compares, as ends of ranges: `执行率没有达到60%` is a rate below 60,
// `预算 100万 以上` a budget of 100 and more. What may mean something else is left alone.

import { endOf } from "./facets.js";

// What is compared, by which the unit tells if no name does.
const NAMES = {
  rate: "预算执行率|资金执行率|执行率|执行进度|支出进度",
  score: "自评得分|评价得分|综合得分|自评分数|得分|评分|分数|总分|自评",
  spent: "实际支出|支出金额|支出|花费|花了|用了|执行数",
  budget: "全年预算数|全年预算|预算金额|预算数|预算|项目资金|资金|金额|投入|投资",
};
// Where a question has one of these, a figure without a name is no such figure: 满意度90%以上.
const OTHERS = {
  rate: /率|满意度|知晓度|完成度|程度|比例|比重|占比|增长|增幅|下降|提高|提升|降低|减少/,
  score: /扣|权重|分值|加分/,
  budget: /每(?!年)|[人户亩]均|单价|(?:补助|补贴|收费)标准/,
};
const RATES = new RegExp(NAMES.rate, "g");

const NUMERALS = "零一二两三四五六七八九十百千";
const PLAIN = `(?:百分之[0-9${NUMERALS}点.]+|[0-9]+(?:\\.[0-9]+)?|[一二两三四五六七八九十][${NUMERALS}]*|零)`;
const PART = new RegExp(`[0-9.${NUMERALS}万亿几数]$`); // of a number that began before: 几十万
const LARGE = "亿|千万|百万|十万|万";
const COUNTED = "人(?![社民力])|[户亩吨个名套台件次只头株条份册米]|公[里斤顷]|平[方米]"; // 100万人
const MORE = `[0-9](?!\\d{3}年)|[.${NUMERALS}万亿元]|${COUNTED}`; // of a number that does not end here
const UNIT = `%|分(?!钟|之(?!间))|(?:${LARGE})?元(?!/)|(?:${LARGE})(?!${MORE})`;
const SCALE = { 亿: 1e4, 千万: 1e3, 百万: 1e2, 十万: 10, 万: 1, "": 1e-4 }; // in 万元
const NOT = "并?没有能?|没能|没|未能|未曾|并?未|并不|不[会能得应可许准]|不|无法|非";
const BEFORE = [
  ["gte", "大于或?等于|大于或者等于|高于或等于|达到或超过|不低于|不少于|不小于|至少|>=|≥|达到|达"],
  ["lte", "小于或?等于|小于或者等于|低于或等于|不高于|不超过|不多于|不大于|至多|最多|<=|≤"],
  ["lt", "低于|小于|少于|不足|不到|不及|不满|未满|不够|[没未]到|达不到|<"],
  ["gt", "高于|大于|多于|超过|超出|超|>"],
  ["eq", "等于|=|为|是"],
];
const AFTER = [
  ["gte", "及以上|或以上|以上|起"],
  ["lte", "及以下|或以下|以下|以内|之内"],
];
const SIGNS = "<=|>=|[<>≤≥]";
const MIRRORED = { gte: "lte", gt: "lt", lte: "gte", lt: "gt" };
const OPPOSITE = { gte: "lt", gt: "lte", lte: "gt", lt: "gte" };
const ASKED = /有没|有无|会不会|能不能|是不是/; // no negation: 有没有超过

const anyOf = (pairs) => pairs.map(([, words]) => words).join("|");
const kindOf = (pairs, words) => pairs.find(([, known]) => new RegExp(`^(?:${known})$`).test(words))[0];
const name = `(?:${Object.entries(NAMES).map(([one, words]) => `(?<${one}>${words})`).join("|")})`;
const amount = (number, unit) => `(?<${number}>${PLAIN})\n?(?:(?<${unit}>${UNIT})|(?!${MORE}|[%分成年月日天岁点号]))`;
// `60%<执行率<80%`; `80到90分`; `得分90分以上`.
const WAYS = [
  new RegExp(`(?<lead>)${amount("from", "own")}\n?(?<mirrored>${SIGNS})\n?${name}(?:\n?(?<how>${SIGNS})\n?${amount("to", "unit")})?的?`, "g"),
  new RegExp(`(?<lead>${name}?\n?(?:的|在|为|是|介于|处于)*\n?)${amount("from", "own")}\n?(?:到|至|-|~|—|[和与](?=.{1,9}之间))\n?${amount("to", "unit")}(?:之间)?的?`, "g"),
  new RegExp(`(?<lead>${name}?\n?的?\n?(?<not>${NOT})?(?<how>${anyOf(BEFORE)})?\n?)${amount("from", "unit")}\n?(?:含?(?<after>${anyOf(AFTER)}))?的?`, "g"),
];

/**
 * What is left of the words of a question, a line each, once its ranges are taken out; `filters`
 * gets them as [name, value].
 */
export function takeRanges(words, filters) {
  const before = filters.length;
  let left = plain(words);
  for (const way of WAYS) {
    left = left.replace(way, (found, ...rest) => {
      const [place, whole, groups] = rest.slice(-3);
      if (!groups.lead && PART.test(whole.slice(0, place))) return found;
      const values = rangeOf(groups, whole.slice(Math.max(place - 2, 0), place), whole.replace(found, " "));
      if (!values) return found;
      filters.push(...values);
      return ` ${found.replace(/[^\n]/g, "")}`;
    });
  }
  return filters.length === before ? words : left;
}

/** Amounts in one piece: `一亿五千万` as `15000万`, `六成` as `60%`. */
function plain(words) {
  return words
    .replace(new RegExp(`(${PLAIN})亿元?(${PLAIN})(千万|百万|十万|万)`, "g"), (found, large, small, unit, place, whole) =>
      PART.test(whole.slice(0, place)) ? found : `${numberOf(large) * SCALE.亿 + numberOf(small) * SCALE[unit]}万`)
    .replace(/([一二三四五六七八九])成(半?)(?=$|[\n的以及或]|到|至|-|~)/g, (_, tenth, half) => `${numberOf(tenth)}${half ? 5 : 0}%`)
    .replace(/一半(?=$|[\n的以及])/g, "50%");
}

function rangeOf(groups, before, others) {
  const figure = figureOf(groups, others);
  const kinds = groups.mirrored ? kindsAround(groups) : groups.to ? ["gte", "lte"] : kindsOf(groups, before, figure);
  if (!figure || !kinds || (groups.to && /[不没非][的在为是]*$/.test(before + groups.lead))) return null;
  const ends = groups.to ? [[groups.from, groups.own ?? groups.unit], [groups.to, groups.unit]] : [[groups.from, groups.own ?? groups.unit]];
  const numbers = ends.map(([text, unit]) => numberOf(text.replace("百分之", "")) * scaleOf(figure, unit));
  const isTurned = numbers[1] < numbers[0]; // the higher end first
  if (isTurned) numbers.reverse();
  if (isTurned && groups.mirrored) kinds.reverse();
  const values = kinds.map((kind, number) => endOf(`${kind}${decimal(numbers[number] ?? numbers[0])}`)?.text);
  return values.every(Boolean) ? values.map((value) => [figure, value]) : null;
}

/** The kinds of the ends on both sides of a name. */
function kindsAround({ mirrored, how }) {
  const first = MIRRORED[kindOf(BEFORE, mirrored)];
  return how ? [first, kindOf(BEFORE, how)] : [first];
}

/** The kinds of ends that the words before and after one number say, none if they say nothing. */
function kindsOf({ lead, not, how, after, ...names }, before, figure) {
  const said = how ? kindOf(BEFORE, how) : null;
  const kind = after && (!said || said === "eq") ? kindOf(AFTER, after) : said;
  if (!kind || (not && !how)) return null;
  const isNegated = not && !ASKED.test(before + lead);
  if (kind !== "eq") return [isNegated ? OPPOSITE[kind] : kind];
  return names[figure] && !isNegated ? ["gte", "lte"] : null;
}

function figureOf(groups, others) {
  const named = Object.keys(NAMES).find((one) => groups[one]);
  const figure = figureOfUnit(groups, named);
  return named || !OTHERS[figure]?.test(others.replace(RATES, "")) ? figure : null;
}

function figureOfUnit({ from, own, unit }, named) {
  const unless = (figure) => (!named || named === figure ? figure : null);
  if (unit === "%" || own === "%" || from.startsWith("百分之")) return unless("rate");
  if (unit === "分") return unless("score");
  if (unit) return named === "spent" ? "spent" : unless("budget");
  if (numberOf(from) === 0) return named;
  // An amount without its unit tells nothing.
  return /^[0-9]/.test(from) && (named === "rate" || named === "score") ? named : null;
}

const scaleOf = (figure, unit) => (figure === "rate" || figure === "score" ? 1 : SCALE[(unit ?? "").replace("元", "")]);

/** As an address has it: without an exponent. */
const decimal = (value) => value.toFixed(6).replace(/\.?0+$/, "");

const DIGITS = { 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const PLACES = { 十: 10, 百: 100, 千: 1000 };

/** `1135.5`, `五百`, `一百二十`, `九十五点五`. */
function numberOf(text) {
  if (/^[0-9.]+$/.test(text)) return Number.parseFloat(text);
  const [left, fraction] = text.split("点");
  let whole = 0;
  let digit = 0;
  for (const one of left) {
    if (one in DIGITS) digit = DIGITS[one];
    else {
      whole += (digit || 1) * (PLACES[one] ?? Number.NaN);
      digit = 0;
    }
  }
  const tenths = [...(fraction ?? "")].reduce((sum, one, place) => sum + DIGITS[one] / 10 ** (place + 1), 0);
  return whole + digit + tenths;
}
