// One result of the list.

import { ROOT } from "./client.js";
import { element, fill, marked } from "./elements.js";

const UNSTATED = "未填报";

/** A list item for a result; its excerpt follows later. */
export function resultElement(item) {
  return element(
    "li",
    {},
    element("h2", {}, element("a", {}, ...marked(item.title))),
    element("p", { class: "jx-result-facts" }, ...facts(item)),
    ...item.numbers.map((number) =>
      element("p", { class: "jx-result-number" }, "文号、编号：", ...marked(number)),
    ),
    element("p", { class: "jx-excerpt" }),
  );
}

function facts(item) {
  const shown = [...item.facts];
  const budget = item.budget === null ? null : `${grouped(item.budget)} 万元`;
  const score = item.score === null ? "" : `（${grouped(item.score)} 分）`;
  for (const [name, label, value] of [
    ["全年预算", "全年预算", budget],
    ["执行率", "执行率", item.rate],
    ["等级", "自评", (item.grade || score) && `${item.grade ?? UNSTATED}${score}`],
  ]) {
    // What the report's form does not ask for is not missing.
    if (value || !item.notAsked.includes(name)) shown.push(`${label} ${value || UNSTATED}`);
  }
  const pieces = shown.map((text) => element("span", {}, text));
  if (item.corrected) pieces.push(element("span", { class: "jx-chip" }, "有更正"));
  return pieces;
}

/** `1135.5` as `1,135.5`. The browser's own way to it takes longer than all results together. */
function grouped(value) {
  const [whole, fraction] = String(value).split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction ? `${groups}.${fraction}` : groups;
}

/** Give a result its excerpt and the address at which the match is marked. */
export function explainResult(child, { address, excerpt }, query) {
  const target = new URL(address, ROOT);
  if (query) target.searchParams.set("q", query);
  if (excerpt?.anchor) target.hash = excerpt.anchor;
  child.querySelector("a").href = target.href;
  if (!excerpt || child.dataset.explained) return;
  child.dataset.explained = "yes";
  const place = element("b", {}, `${excerpt.place}：`);
  fill(child.querySelector(".jx-excerpt"), place, ...marked(excerpt.pieces));
}
