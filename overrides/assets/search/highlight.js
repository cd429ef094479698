// A report that was opened from a search: the words that were looked for are marked, the first
// one after the passage that the address names is scrolled to, and a bar leads to the others.

import { Data } from "./data.js";
import { element } from "./elements.js";
import { places } from "./excerpts.js";
import { parse } from "./query.js";

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, th, td, caption";
const OUTSIDE = "nav, .jx-toc, .jx-crumbs, .jx-banner, .jx-cite, .jx-places, #related ~ *, .headerlink";

const query = new URLSearchParams(location.search).get("q");
if (query?.trim()) {
  // What is opened is of no use here; the table of traditional characters comes with it.
  Data.open().then(
    () => highlight(parse(query).terms),
    () => {}, // a report without marks is still a report
  );
}

function highlight(terms) {
  const marks = blocks().flatMap((block) => mark(block, terms));
  if (marks.length === 0) return;
  const target = document.getElementById(named());
  const after = (one) =>
    target.compareDocumentPosition(one) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY);
  const first = target ? marks.findIndex((group) => after(group[0])) : 0;
  showBar(marks, Math.max(first, 0));
}

/** The place that the address names; what is no such name is no place. */
function named() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/** Elements that hold text and no other such element. */
function blocks() {
  const article = document.querySelector("article");
  return [...article.querySelectorAll(BLOCKS)].filter(
    (one) => !one.querySelector(BLOCKS) && !one.closest(OUTSIDE),
  );
}

/** Mark the terms in a block, across its inner elements; a list of marks for each match. */
function mark(block, terms) {
  const nodes = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const found = places(nodes.map((node) => node.data).join(""), terms);
  return found.map(() => []).map((group, number) => wrap(nodes, found[number], group));
}

function wrap(nodes, [start, end], group) {
  let place = 0;
  for (let number = 0; number < nodes.length; number += 1) {
    const node = nodes[number];
    const [from, to] = [Math.max(start - place, 0), Math.min(end - place, node.length)];
    place += node.length;
    if (from >= to) continue;
    const inside = node.splitText(from);
    const rest = inside.splitText(to - from);
    const wrapped = element("mark", { class: "jx-mark" });
    inside.replaceWith(wrapped);
    wrapped.append(inside);
    nodes.splice(number, 1, node, inside, rest);
    number += 2;
    group.push(wrapped);
  }
  return group;
}

function showBar(marks, first) {
  const status = element("span", { role: "status" });
  const button = (label, text, action) => {
    const made = element("button", { type: "button", "aria-label": label }, text);
    made.addEventListener("click", action);
    return made;
  };
  let current = first;
  const go = (number) => {
    for (const one of marks[current]) one.classList.remove("jx-mark--current");
    current = (number + marks.length) % marks.length;
    for (const one of marks[current]) one.classList.add("jx-mark--current");
    marks[current][0].scrollIntoView({ block: "center" });
    status.textContent = `第 ${current + 1} 处，共 ${marks.length} 处`;
  };
  const bar = element(
    "div",
    { class: "jx-marks", role: "region", "aria-label": "搜索的文字" },
    status,
    button("上一处", "↑", () => go(current - 1)),
    button("下一处", "↓", () => go(current + 1)),
    button("不再标记", "✕", () => {
      for (const one of marks.flat()) one.replaceWith(...one.childNodes);
      document.querySelector("article").normalize();
      bar.remove();
    }),
  );
  document.body.append(bar);
  go(first);
}
