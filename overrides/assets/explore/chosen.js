// What the table shows, and the address that says so: shareable, with a working back button.

import { endOf } from "../search/facets.js";
import { FACETS, RANGES, SORTED } from "./narrowing.js";

export const COLUMNS = [
  ["department", "部门"], ["year", "年度"], ["kind", "评价类型"], ["budget", "全年预算"], ["change", "预算比上年"],
  ["spent", "支出"], ["rate", "执行率"], ["score", "得分"], ["grade", "等级"], ["satisfaction", "满意度"],
  ["findings", "检查提示"], ["published", "公开日期"],
].map(([name, label]) => ({ name, label }));
const USUAL = ["year", "budget", "spent", "rate", "score", "grade"];
export const GROUPS = [["", "一份一行"], ["department", "按部门合计"], ["year", "按年度合计"]];
const MOST = 60; // values of a facet
const MOST_ENDS = 4; // of a range

export function fromAddress(search) {
  const asked = new URLSearchParams(search);
  const all = (name) => [...new Set(asked.getAll(name))].filter(Boolean);
  const sort = asked.get("sort") ?? "";
  const [key, way] = sort.split("-");
  const columns = asked.get("columns")?.split(".").filter((one) => COLUMNS.some(({ name }) => name === one));
  const page = Number.parseInt(asked.get("page"), 10);
  return {
    text: asked.get("q") ?? "",
    chosen: Object.fromEntries(FACETS.map(({ name }) => [name, all(name).slice(0, MOST)])),
    limits: Object.fromEntries(
      RANGES.map(({ name }) => [name, all(name).map((end) => endOf(end)?.text).filter(Boolean).slice(0, MOST_ENDS)]),
    ),
    sort: SORTED.includes(key) && ["up", "down"].includes(way) ? sort : "",
    group: GROUPS.some(([name]) => name === asked.get("group")) ? asked.get("group") : "",
    columns: columns ?? USUAL,
    charts: asked.get("charts") === "1",
    page: page > 1 ? page : 1,
  };
}

export function toAddress({ text, chosen, limits, sort, group, columns, charts, page }) {
  const parameters = new URLSearchParams();
  if (text.trim()) parameters.set("q", text.trim());
  for (const { name } of FACETS) for (const value of chosen[name]) parameters.append(name, value);
  for (const { name } of RANGES) for (const value of limits[name]) parameters.append(name, value);
  if (sort) parameters.set("sort", sort);
  if (group) parameters.set("group", group);
  if (columns.join(".") !== USUAL.join(".")) parameters.set("columns", columns.join("."));
  if (charts) parameters.set("charts", "1");
  if (page > 1) parameters.set("page", String(page));
  const made = parameters.toString();
  return made ? `?${made}` : location.pathname;
}

/** The same with nothing left out. */
export function cleared(state) {
  const none = (all) => Object.fromEntries(all.map(({ name }) => [name, []]));
  return { ...state, text: "", chosen: none(FACETS), limits: none(RANGES), page: 1 };
}

export function toggled(state, name, value) {
  const values = state.chosen[name];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return { ...state, chosen: { ...state.chosen, [name]: next }, page: 1 };
}

export function ranged(state, name, ends) {
  return { ...state, limits: { ...state.limits, [name]: ends }, page: 1 };
}
