// The filters beside the table, the line above it, and the tags of what was chosen.

import { arrange, element, fill } from "../search/elements.js";
import { endOf } from "../search/facets.js";
import { cleared, COLUMNS, GROUPS, ranged, toggled } from "./chosen.js";
import { FACETS, RANGES } from "./narrowing.js";

const PAUSE = 150; // milliseconds without a key after which the text is looked for
const ENDS = { gte: "不低于", gt: "高于", lte: "不高于", lt: "低于" };
const ORDERS = [
  ["", "年度、部门"], ["project-up", "项目名称"],
  ...[["budget", "全年预算"], ["spent", "支出"], ["rate", "执行率"], ["score", "得分"], ["satisfaction", "满意度"], ["change", "预算比上年"], ["findings", "检查提示"]]
    .flatMap(([name, label]) => [[`${name}-down`, `${label}从高到低`], [`${name}-up`, `${label}从低到高`]]),
  ["grade-down", "等级从优到差"], ["grade-up", "等级从差到优"], ["published-down", "公开日期从新到旧"],
];

/** Build the filters once; `change` hears how the state becomes another: a function of the state. */
export function makeFilters(place, change) {
  const text = element("input", { type: "search", name: "q", maxlength: 100, autocomplete: "off", "aria-label": "名称里的字" });
  let timer = null;
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change((state) => ({ ...state, text: text.value, page: 1 }), "replaceState"), PAUSE);
  });
  place.append(element("fieldset", {}, element("legend", {}, "名称里的字"), element("div", {}, text)));
  const fieldset = (name, label) =>
    element("fieldset", { "data-facet": name }, element("legend", {}, label), element("div"));
  const [year, department, kind, grade, unstated] = FACETS.map(({ name, label }) => fieldset(name, label));
  place.append(year, department, kind, grade);
  for (const { name, label, unit } of RANGES) {
    const end = (one, words) =>
      element("input", { type: "number", step: "any", inputmode: "decimal", name: one, "aria-label": `${label}${words}（${unit}）` });
    place.append(
      element("fieldset", { "data-range": name }, element("legend", {}, `${label}（${unit}）`),
        element("div", {}, end("gte", "不低于"), " 到 ", end("lte", "不高于"))),
    );
  }
  place.append(unstated);
  const columns = element("fieldset", { "data-columns": "" }, element("legend", {}, "表里的列"), element("div"));
  for (const { name, label } of COLUMNS) columns.lastChild.append(tick(name, name, label));
  place.append(columns);
  place.addEventListener("change", ({ target }) => {
    const box = target.closest("fieldset");
    if ("columns" in box.dataset) change((state) => ({ ...state, columns: chosenColumns(box) }));
    else if (target.type === "checkbox") change((state) => toggled(state, target.name, target.value));
    else if (target.type === "number") {
      const ends = [...box.querySelectorAll("input")].map(endIn).filter(Boolean);
      change((state) => ranged(state, box.dataset.range, ends));
    }
  });
}

const tick = (name, value, label) =>
  element("label", {}, element("input", { type: "checkbox", name, value }), element("span", {}, label), element("small"));

const chosenColumns = (box) => [...box.querySelectorAll("input:checked")].map(({ value }) => value);

/** The end that a box says, nothing of what is no such number. */
function endIn({ name, value }) {
  return value.trim() ? endOf(name + Number(Number(value).toFixed(6)))?.text : null;
}

export function showFilters(place, facets, state, reports) {
  const text = place.querySelector('input[name="q"]');
  if (text !== document.activeElement) text.value = state.text;
  for (const { name } of RANGES) {
    const ends = state.limits[name].map(endOf);
    for (const input of place.querySelectorAll(`[data-range="${name}"] input`)) {
      const end = ends.find(({ kind }) => kind.startsWith(input.name.slice(0, 2)));
      if (input !== document.activeElement) input.value = end?.number ?? "";
    }
  }
  for (const { name, values, text: words } of facets) {
    const make = ([value]) => tick(name, value, words(value, reports));
    const box = place.querySelector(`[data-facet="${name}"]`);
    box.hidden = values.length === 0;
    arrange(box.lastChild, values, ([value]) => value, make, (child, [value, count]) => {
      child.firstChild.checked = state.chosen[name].includes(value);
      child.lastChild.textContent = count;
    });
  }
  for (const input of place.querySelectorAll("[data-columns] input")) input.checked = state.columns.includes(input.value);
}

/** The line above the table: order, groups, what can be taken away. */
export function makeBar(place, change, download) {
  const select = (name, label, options) =>
    element("label", {}, `${label} `, element("select", { name }, ...options.map(([value, words]) => element("option", { value }, words))));
  const button = element("button", { type: "button", class: "jx-button" }, "下载这些（CSV）");
  button.addEventListener("click", download);
  place.append(select("sort", "排序", ORDERS), select("group", "显示", GROUPS), button);
  place.addEventListener("change", ({ target: { name, value } }) => change((state) => ({ ...state, [name]: value, page: 1 })));
}

export function showBar(place, state) {
  const [sort, group] = place.querySelectorAll("select");
  sort.value = ORDERS.some(([value]) => value === state.sort) ? state.sort : "";
  sort.parentNode.hidden = state.group !== "";
  group.value = state.group;
}

/** What was chosen, each removable; the focus stays among them, and goes to the filters after the last. */
export function showTags(place, state, reports, change) {
  const focused = [...place.children].indexOf(document.activeElement);
  const tags = [];
  if (state.text.trim()) tags.push([`名称：${state.text.trim()}`, (old) => ({ ...old, text: "", page: 1 })]);
  for (const { name, label, text } of FACETS) {
    for (const value of state.chosen[name]) tags.push([`${label}：${text(value, reports)}`, (old) => toggled(old, name, value)]);
  }
  for (const { name, label, unit } of RANGES) {
    for (const end of state.limits[name]) {
      const { kind, number } = endOf(end);
      const words = `${label}${ENDS[kind]} ${number}${unit === "%" ? "" : " "}${unit}`;
      tags.push([words, (old) => ranged(old, name, old.limits[name].filter((one) => one !== end))]);
    }
  }
  const made = tags.map(([words, next]) => {
    const button = element("button", { type: "button", "aria-label": `去掉筛选：${words}` }, `${words} `, element("span", { "aria-hidden": "true" }, "✕"));
    button.addEventListener("click", () => change(next));
    return button;
  });
  if (made.length > 1) {
    made.push(element("button", { type: "button" }, "全部去掉"));
    made[made.length - 1].addEventListener("click", () => change(cleared));
  }
  fill(place, ...made);
  if (focused < 0) return;
  const next = made[Math.min(focused, made.length - 1)] ?? document.querySelector(".jx-facets summary");
  next.focus({ preventScroll: true });
}
