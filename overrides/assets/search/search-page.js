// The search page: what the address asks for, shown; what the reader does, put into the address.

import { ask, ROOT } from "./client.js";
import { arrange, element, fill } from "./elements.js";
import { makeFacets, showFacets, showOffers, showTags } from "./facet-list.js";
import { crossed, RANGES } from "./facets.js";
import { explainResult, resultElement } from "./results.js";
import { cleared, filtered, fromAddress, isEmpty, PAGE, ranged, replaced, toAddress, toggled } from "./state.js";

const PAUSE = 350; // milliseconds without a key after which the text is searched
const OLDER = "继续查找更早的报告";
const NAME = document.title; // of the page, with nothing asked
const place = (name) => document.getElementById(`jx-${name}`);
const input = document.querySelector("form.jx-find input");

let state = readAddress();
let timer = null;
let items = [];
let scroll = history.state?.scroll ?? 0; // where the reader was before a report was opened

makeFacets(
  place("facets").lastElementChild,
  (name, value) => go(toggled(state, name, value)),
  (name, ends) => go(ranged(state, name, ends)),
  (order) => go({ ...state, order, shown: PAGE }),
);
place("facets").open = matchMedia("(min-width: 60em)").matches;
input.value = state.query;
run();

input.form.addEventListener("submit", (event) => {
  event.preventDefault();
  go({ ...state, query: input.value, shown: PAGE });
});
input.addEventListener("input", (event) => {
  if (!event.isComposing) typed();
});
input.addEventListener("compositionend", typed);
place("more").addEventListener("click", () => {
  if ("everything" in place("more").dataset) run({ everything: true });
  else go({ ...state, shown: state.shown + PAGE }, "replaceState");
});
addEventListener("popstate", () => {
  state = readAddress();
  scroll = history.state?.scroll ?? 0;
  input.value = state.query;
  run();
});
place("results").addEventListener("click", () => {
  history.replaceState({ scroll: scrollY }, "");
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const links = [...place("results").querySelectorAll("a")];
  const focused = links.indexOf(document.activeElement);
  const isTyping = document.activeElement === input;
  if (event.key === "/" && !isTyping) input.focus();
  else if (event.key === "ArrowDown" && (isTyping || focused >= 0) && links[focused + 1]) {
    links[focused + 1].focus();
  } else if (event.key === "ArrowUp" && focused >= 0) (links[focused - 1] ?? input).focus();
  else return;
  event.preventDefault();
});

/** What the address asks for; what it says that means nothing is taken out of it. */
function readAddress() {
  const asked = fromAddress(location.search);
  const address = toAddress(asked);
  if (address !== here()) history.replaceState(history.state, "", address);
  return asked;
}

/** The address of this page, as `toAddress` writes it. */
function here() {
  return location.search || location.pathname;
}

/** Titles at once, the text when the reader pauses. */
function typed() {
  clearTimeout(timer);
  state = { ...state, query: input.value, shown: PAGE };
  run({ titlesOnly: true });
  timer = setTimeout(() => go(state, "replaceState"), PAUSE);
}

function go(next, how = "pushState") {
  clearTimeout(timer);
  state = next;
  const address = toAddress(state);
  if (address !== here()) history[how](null, "", address);
  run();
}

function run({ titlesOnly = false, everything = false } = {}) {
  document.title = state.query.trim() ? `${state.query.trim()} - ${NAME}` : NAME;
  fill(place("help"));
  showBrowse(isEmpty(state));
  if (isEmpty(state)) {
    ask({ kind: "search", ...state, titlesOnly: true }, () => {}); // ends what was asked before
    place("found").hidden = true;
    fill(place("tags"));
    fill(place("offers"));
    tell("", "");
    return;
  }
  ask({ kind: "search", ...state, titlesOnly, everything }, (answer) => {
    if (answer.error) fail(answer);
    else if (answer.near || answer.help) {
      if (answer.near) offerNear(answer.near);
      else offer(answer.help);
      place("help").dataset.shows = toAddress(state);
    }
    else if (answer.excerpts) explain(answer.excerpts);
    else show(answer, titlesOnly);
  });
}

function showBrowse(isShown) {
  document.documentElement.classList.toggle("jx-asked", !isShown);
}

function show(answer, titlesOnly) {
  items = answer.items;
  place("found").hidden = answer.all === 0;
  const rangeTags = ([name, values]) => ({ name, values: values.map((value) => [...value, 0, true]) });
  const chosen = ({ name, values }) => ({
    name,
    values: values.map((value) => [...value, state.chosen[name].includes(value[0])]),
  });
  // Once, when the counts are final: a list that grows moves what the reader is about to click.
  if (answer.complete || titlesOnly) showFacets(place("facets").lastElementChild, answer.facets, state);
  showTags(
    place("tags"),
    [...answer.facets.map(chosen), ...answer.limits.map(rangeTags)],
    (name, value) => go(toggled(state, name, value)),
    () => go(cleared(state)),
  );
  showOffers(
    place("offers"),
    answer.offers,
    ({ filters, order, query }) => {
      input.value = query;
      go({ ...state, query, order: order ?? state.order, chosen: replaced(state.chosen, filters), shown: PAGE });
    },
  );
  const key = (item) => `${item.address} ${state.query.trim()}`;
  const explainOne = (child, item) => explainResult(child, item, state.query.trim());
  arrange(place("results"), items, key, resultElement, explainOne);
  showMore(answer);
  if (titlesOnly) {
    tell(answer.total > 0 ? `标题、编号中有 ${answer.total} 份；停一下或按回车搜索全文` : "停一下或按回车搜索全文");
  } else if (answer.complete) finish(answer);
  else tell(`已找到 ${answer.total} 份，正在查找更早的年度…`);
}

function showMore(answer) {
  const everything = answer.complete && answer.left > 0 && answer.total <= items.length;
  place("more").hidden = !everything && answer.total <= items.length;
  place("more").textContent = everything ? OLDER : "再显示一些";
  place("more").toggleAttribute("data-everything", everything);
}

function finish(answer) {
  const notes = [];
  if (answer.unstated) notes.push(`其中 ${answer.unstated.number} 份没有${answer.unstated.what}，排在最后`);
  for (const { what, number } of answer.outOfRange) notes.push(`另有 ${number} 份没有填报${what}，不在其中`);
  if (answer.byPinyin) notes.push("没有报告写着这些字母，下面是拼音相符的");
  if (answer.hasMinus) notes.push("前面有减号的词也照原样找，不是排除");
  if (answer.cut) notes.push("输入太长，只用了前面的部分");
  if (answer.left > 0) notes.push("更早的报告还没有查找");
  if (answer.missing > 0) notes.push(`有 ${answer.missing} 份报告现在搜不到，请按年度或部门浏览`);
  const upsideDown = crossed(RANGES, state.chosen);
  if (upsideDown) notes.push(`${upsideDown}的下限比上限大，请对调`);
  if (answer.terms.length === 0 && state.query.trim()) notes.push("输入的只有标点，没有可搜索的字");
  const nowhere = answer.left > 0 ? "较新的报告里没有找到" : "没有找到符合的报告";
  const found = answer.total > 0 ? `找到 ${answer.total} 份报告` : nowhere;
  tell([found, ...notes].join("；"), found);
  showBrowse(answer.total === 0);
  if (answer.all === 0 && answer.left > 0) offerOlder();
  else if (answer.total === 0 && answer.all > 0) offerWithoutFacets(answer.all);
  if (scroll) scrollTo(0, scroll);
  scroll = 0;
}

function explain(excerpts) {
  const known = new Map(excerpts);
  for (const [number, item] of items.entries()) {
    if (!known.has(item.address)) continue;
    item.excerpt = known.get(item.address);
    explainResult(place("results").children[number], item, state.query.trim());
  }
}

/** Show how far the search is, and for what; what has come to its end is announced too. */
function tell(text, announced = null) {
  place("finder").dataset.shows = JSON.stringify([toAddress(state), announced !== null]);
  place("status").textContent = text;
  if (announced !== null) place("announcement").textContent = announced;
}

function fail({ error, reason }) {
  tell("");
  const told = {
    network: "网络中断，或网站正在更新。",
    renewed: "这一页打开以后，网站换了内容。",
    program: `这个浏览器里的搜索程序出错（${error}）。可以换新一些的浏览器，或者按年度、部门浏览。`,
  }[reason];
  const retry = reason === "renewed" ? button("刷新这一页", () => location.reload()) : button("再试一次", () => run());
  fill(
    place("help"),
    element("p", { role: "alert" }, `搜索没有成功：${told} `, retry),
  );
  showBrowse(true);
}

function offerWithoutFacets(count) {
  const without = button("去掉筛选", () => go(cleared(state)));
  fill(place("help"), element("p", {}, `不加筛选时有 ${count} 份。 `, without));
}

function offerOlder() {
  fill(place("help"), element("p", {}, button(OLDER, () => run({ everything: true }))));
}

function button(label, action) {
  const made = element("button", { type: "button", class: "jx-button" }, label);
  made.addEventListener("click", action);
  return made;
}

/** Reports that answer what was meant, or have a phrase in pieces: apart from those that have it whole. */
function offerNear({ filters, labels, order, query, words, inPieces, total, rows }) {
  const asked = words.map((word) => `“${word}”`).join("、");
  const where = labels.length > 0 ? `${labels.join("、")}的报告里，` : "";
  const heading = inPieces
    ? `${where}没有一份把${asked}连在一起写。下面 ${total} 份写有它的每一段：${query.split(" ").join("、")}`
    : `按条件找到 ${total} 份：${[...labels, ...(asked ? [`写有${asked}`] : [])].join("、")}${order ? `，按${order.label}排序` : ""}`;
  const next = filtered(state, query, filters);
  const address = toAddress({ ...next, order: order?.name ?? state.order });
  const list = element("ol", { class: "jx-results" });
  for (const item of rows) {
    const child = resultElement(item);
    explainResult(child, item, query);
    list.append(child);
  }
  fill(
    place("help"),
    element("h2", { class: "jx-near" }, heading),
    element("p", {}, element("a", { href: address }, total > rows.length ? "查看全部，可以再筛选和排序" : "打开这些结果，可以再筛选和排序")),
    list,
  );
  tell("没有报告原样写着这些字", heading);
  showBrowse(false);
}

/** What to do when nothing was found. */
function offer({ queries, reports }) {
  const tries = queries.map((query) => {
    const address = toAddress({ ...cleared(state), query });
    return element("li", {}, element("a", { href: address }, query));
  });
  const near = reports.map(({ address, title, note }) =>
    element("li", {}, element("a", { href: new URL(address, ROOT).href }, title, element("span", {}, note))),
  );
  const sections = [];
  if (near.length > 0) {
    sections.push(element("p", {}, "名称相近的报告："), element("ul", { class: "jx-links" }, ...near));
  }
  if (tries.length > 0) sections.push(element("p", {}, "这样搜索有结果："), element("ul", {}, ...tries));
  sections.push(
    element("p", { class: "jx-lead" }, "可以换短一些的词，用空格分开几个词；金额只写数字；也可以按年度、按部门浏览。"),
  );
  fill(place("help"), ...sections);
}
