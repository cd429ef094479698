// An order that a question asks for: `执行率最低的项目` wants the lowest rate first.

import { ORDERS } from "./facets.js";

// What is ordered by, the names of both orders, and the end of a range by which those that state no
// such figure are left out.
const ORDERED = [
  { words: "预算执行率|资金执行率|执行率", low: "rate-low", high: "rate", stated: ["rate", "gte0"] },
  { words: "自评得分|评价得分|得分|评分|分数", low: "score-low", high: "score", stated: ["score", "gte0"] },
  { words: "自评等级|评价等级|等级", low: "grade-low", high: "grade" },
  { words: "全年预算|预算金额|预算|资金|金额", high: "amount", stated: ["budget", "gte0"] },
];
const LOWEST = "最低|最差|最少|最小|[从由]低到高|[从由]差到[优好]";
const HIGHEST = "最高|最好|最多|最大|[从由]高到低|[从由][优好]到差";
const HOW = `(?:(?<low>${LOWEST})|(?<high>${HIGHEST}))`;
const END = "(?:排列|排序)?(?:的|(?=$|\\s|项目|单位|部门|报告))"; // 得分最高限 is another word
const WAYS = ORDERED.map(
  ({ words }) => new RegExp(`(?:${words})\\n?${HOW}${END}|${HOW.replace(/<(low|high)>/g, "<$1Before>")}\\n?的?(?:${words})${END}`),
);

/** `order`, null where none is asked for; `stated`, the filter that goes with it; `left` of the words, a line each. */
export function takeOrder(words) {
  for (const [number, way] of WAYS.entries()) {
    const found = words.match(way);
    if (!found) continue;
    const { low, lowBefore } = found.groups;
    const name = ORDERED[number][low || lowBefore ? "low" : "high"];
    const order = ORDERS.find((one) => one.name === name) ?? null;
    if (!order) continue;
    return { order, stated: ORDERED[number].stated, left: words.replace(found[0], ` ${found[0].replace(/[^\n]/g, "")}`) };
  }
  return { order: null, left: words };
}
