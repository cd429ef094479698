"""Whether a page can be read: what is asked of it in a browser, an old one as well."""

from typing import Any

from playwright.sync_api import Page

# What is asked of a page: each complains in a list, which is empty where all is well.
QUESTIONS = r"""
window.jx = (() => {
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
const style = (one) => getComputedStyle(one);

/** Whether a reader sees an element; what is clipped away is there for screen readers. */
function isShown(one) {
  const isDrawn = one.checkVisibility
    ? one.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true})
    : one.getClientRects().length > 0 && style(one).visibility === "visible"; // Chromium 83
  if (!isDrawn) return false;
  for (let e = one; e; e = e.parentElement) {
    const {clip, clipPath, position} = style(e);
    if (position === "absolute" && (clip !== "auto" || clipPath !== "none")) return false;
  }
  return true;
}

/** Pieces of text below an element, in order. */
function texts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const outside = "script, style, template, noscript, option, meter, progress";
    if (node.data.trim() && !node.parentElement.closest(outside)) found.push(node);
  }
  return found;
}

function named(one) {
  const path = [];
  for (let e = one; e && e !== document.body && path.length < 4; e = e.parentElement) {
    const classes = (e.getAttribute("class") ?? "").split(/\s+/).filter(Boolean);
    path.unshift(e.id ? `${e.localName}#${e.id}` : [e.localName, ...classes].join("."));
  }
  const label = one.ariaLabel ?? one.labels?.[0]?.textContent ?? one.textContent;
  const words = label.trim().replace(/\s+/g, " ");
  return `${path.join(" > ")} “${words.slice(0, 20)}”`;
}

/**
 * Text that is cut off, sticks out of the page or lies over other text; a page that scrolls
 * sideways. Of a line of text the middle is taken: the boxes of two lines may touch.
 */
function lost() {
  const {clientWidth, scrollWidth} = document.documentElement;
  const found = scrollWidth > clientWidth ? [`the page scrolls sideways: ${scrollWidth} px in ${clientWidth} px`] : [];
  const lines = texts(document.body).filter((node) => isShown(node.parentElement)).flatMap(linesOf);
  for (const line of lines) {
    const by = cut(line);
    if (by) found.push(`clipped: ${named(line.parent)} by ${named(by)}`);
  }
  const left = lines.filter((line) => line.right - line.left >= 1 && line.bottom - line.top >= 1);
  for (const line of left) {
    if (line.left < -1 || line.right > clientWidth + 1) found.push(`outside the page: ${named(line.parent)}`);
  }
  return [...new Set([...found, ...overlaps(left.filter(({isAbove}) => !isAbove))])];
}

function linesOf(node) {
  const parent = node.parentElement;
  const half = 0.4 * parseFloat(style(parent).fontSize);
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter(({width}) => width >= 1).map(({left, right, top, bottom}) => {
    const middle = (top + bottom) / 2;
    return {node, parent, left, right, top: middle - half, bottom: middle + half, isAbove: false};
  });
}

/** Cut a line to what its ancestors show of it; the one that hides a piece for good, if any. A line
    in what is laid over the page, a bar or a list that opens, is marked as such. */
function cut(line) {
  let escapes = false; // an absolute box is cut by no ancestor but a positioned one
  let hider = null;
  for (let e = line.parent; e && e !== document.body; e = e.parentElement) {
    const {position, display, zIndex, overflowX, overflowY, webkitLineClamp} = style(e);
    if (escapes && position === "static") continue;
    escapes = position === "absolute";
    const box = e.getBoundingClientRect();
    const sides = [["left", "right", overflowX], ["top", "bottom", overflowY]];
    for (const [start, end, overflow] of sides) {
      if (overflow === "visible" || display === "inline") continue;
      const isCut = line[start] < box[start] - 1 || line[end] > box[end] + 1;
      const isShortened = webkitLineClamp !== "none"; // which an ellipsis says
      if (isCut && !isShortened && ["hidden", "clip"].includes(overflow)) hider = hider ?? e;
      line[start] = Math.max(line[start], box[start]);
      line[end] = Math.min(line[end], box[end]);
    }
    const stays = position === "sticky" && scrollY > 0; // what is scrolled away lies under it
    if (position === "fixed" || stays || (escapes && zIndex !== "auto")) line.isAbove = true;
    if (position === "fixed") break;
  }
  return hider;
}

function overlaps(lines) {
  const found = [];
  lines.sort((one, other) => one.top - other.top);
  for (const [place, one] of lines.entries()) {
    for (const other of lines.slice(place + 1)) {
      if (other.top >= one.bottom - 1) break;
      const shared = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      if (other.node !== one.node && shared > 2) {
        found.push(`overlapping: ${named(one.parent)} and ${named(other.parent)}`);
      }
    }
  }
  return found;
}

/** Double the size of all text; what does not grow. Text in a picture grows with the picture. */
function double() {
  const size = (one) => parseFloat(style(one).fontSize);
  const parents = new Set(texts(document.body).map(({parentElement}) => parentElement));
  const shown = [...parents].filter((one) => isShown(one) && !one.closest("svg"));
  const before = new Map(shown.map((one) => [one, size(one)]));
  document.documentElement.style.fontSize = `${2 * size(document.documentElement)}px`;
  return shown.filter((one) => size(one) < 1.9 * before.get(one)).map((one) => `does not grow: ${named(one)}`);
}

/** Open all that folds; how many were closed. */
function unfold() {
  const closed = [...document.querySelectorAll("details:not([open])")];
  for (const one of closed) one.open = true;
  return closed.length;
}

/** Where headings, tables, pictures and boxes to type in stand. */
function tops() {
  const found = [...document.querySelectorAll("h1, h2, h3, caption, figure, main input")].filter(isShown);
  return found.map((one) => [named(one), Math.round(one.getBoundingClientRect().top + scrollY)]);
}

/** All pieces of text of the page's main part that no script has to show, and those that are seen. */
function read() {
  const isForScripts = ({parentElement}) => parentElement.closest("[hidden]");
  const found = texts(document.querySelector("main")).filter((node) => !isForScripts(node));
  const words = (nodes) => nodes.map(({data}) => data.trim().replace(/\s+/g, " "));
  return [words(found), words(found.filter(({parentElement}) => isShown(parentElement)))];
}

function look(one) {
  const {outlineStyle, outlineWidth, outlineColor, ...s} = style(one);
  const hasRing = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  const ring = hasRing ? [outlineStyle, outlineWidth, outlineColor] : [];
  return [ring, s.boxShadow, s.backgroundColor, s.borderTopColor, s.borderBottomColor, s.textDecorationLine].join();
}

/** Note how everything looks without the focus. */
function remember() {
  const all = document.querySelectorAll(`${FOCUSABLE}, label`);
  window.jxPlain = new Map([...all].map((one) => [one, look(one)]));
  window.jxStops = [];
}

const settled = () => Promise.all(document.getAnimations().map(({finished}) => finished));

/** Where the focus is, and what is wrong with that; null where it is nowhere, or at the start again. */
async function stop() {
  const one = document.activeElement;
  const last = window.jxStops[window.jxStops.length - 1];
  // A date has a stop for each of its parts and for its calendar, which the browser shows itself.
  if (one.type === "date" && one === last?.one) return [named(one), []];
  if (one === document.body || one === window.jxStops[0]?.one) return null;
  await settled();
  const faces = [one, ...(one.labels ?? [])].filter(isFace);
  const place = placeOf(one, faces[0] ?? one);
  const wrong = [
    faces.length === 0 && "cannot be seen",
    !faces.some((face) => look(face) !== window.jxPlain.get(face)) && "shows no focus",
    faces.length > 0 && !faces.some(isOnTop) && "is covered",
    ...(last ? disorder(last, place) : []),
  ];
  window.jxStops.push(place);
  return [named(one), wrong.filter(Boolean)];
}

function isFace(one) {
  return isShown(one) && [...one.getClientRects()].some(({width, height}) => width >= 8 && height >= 8);
}

function isOnTop(face) {
  return [...face.getClientRects()].some((box) => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const upper = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return right > left && bottom > top && upper && (face.contains(upper) || upper.contains(face));
  });
}

/** Where on the page, or in the box that scrolls, a stop is. */
function placeOf(one, face) {
  const {left, right, top, bottom} = face.getBoundingClientRect();
  const part = one.closest("header, nav, article, aside, footer");
  let box = one.parentElement;
  while (box && box !== document.body && !/auto|scroll/.test(style(box).overflow)) box = box.parentElement;
  const moved = scrollY + (box === document.body ? 0 : box.scrollTop);
  return {one, part, box, left, right, top: top + moved, bottom: bottom + moved};
}

/** The focus goes on in the text, and within a part of the page not up and back. */
function disorder(previous, place) {
  const goesOn = previous.one.compareDocumentPosition(place.one) & Node.DOCUMENT_POSITION_FOLLOWING;
  const isSamePart = previous.part === place.part && previous.box === place.box;
  const isUp = place.bottom <= previous.top + 1 && place.left < previous.right - 1;
  return [
    !goesOn && `comes after ${named(previous.one)}, which follows it`,
    isSamePart && isUp && `is shown above ${named(previous.one)}`,
  ];
}

/** What is wrong with the skip link, which has the focus. */
async function skipLink() {
  const one = document.activeElement;
  await settled();
  if (!one.getAttribute("href")?.startsWith("#")) return [`the first stop is no skip link: ${named(one)}`];
  return isShown(one) && isOnTop(one) ? [] : ["the skip link is not seen"];
}

/** What is wrong with the place that the skip link has led to. */
function skipped() {
  const target = document.querySelector(":target");
  if (!target?.closest("main")) return ["the skip link does not lead into the main part"];
  return isShown(target) ? [] : [`the skip link leads to what is hidden: ${named(target)}`];
}

/** What can be clicked and had no stop; of a group of radio buttons one has it. */
function missed() {
  const reached = new Set(window.jxStops.map(({one}) => one));
  const groups = new Set([...reached].filter(({type}) => type === "radio").map(({name}) => name));
  return [...document.querySelectorAll(FOCUSABLE)]
    .filter((one) => !reached.has(one) && !one.disabled && one.tabIndex >= 0 && isShown(one))
    .filter((one) => !(one.type === "radio" && groups.has(one.name)))
    .map(named);
}

return {lost, double, unfold, tops, read, remember, stop, missed, skipLink, skipped};
})();
"""


def ask(page: Page, question: str) -> Any:
    """The answer to a question: the name of one of `QUESTIONS`."""
    return page.evaluate(f"window.jx.{question}()")


def assert_none(found: dict[str, list[str]]) -> None:
    """Fail with all complaints, each with the page that it is about."""
    lines = [f"{name}: {line}" for name, lines in found.items() for line in lines]
    assert not lines, "\n".join(["", *lines])
