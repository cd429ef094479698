// How well a report's head (title, department, unit, year, numbers) answers a query.

import { fold } from "./folding.js";

export const EXACT = 7; // the title, the project's name or a number, as typed
export const STARTS = 6; // the title or the name starts with what was typed, or is one of the terms
export const TITLE = 5; // all terms in the title or the name
export const TITLE_AND_HEAD = 4; // all in the head, some of them in the title
export const HEAD = 3; // all in the head
export const INDICATOR = 2; // all in the head or the names of indicators
export const SOMEWHERE = 1; // in the text
export const SOUNDS = 1; // in pinyin only

const PINYIN = /^[a-z]{2,}$/;
const CHARACTER = /\p{Script=Han}/u;
const INSIDE = 4; // letters from which on pinyin is found inside a name too

// Names of departments and the like, which many reports have.
const foldings = new Map();

function foldOnce(text) {
  if (!foldings.has(text)) foldings.set(text, fold(text));
  return foldings.get(text);
}

/** Texts that name a report, folded once. */
function headOf(row, departments) {
  if (!row.folded) {
    const department = departments[row.department];
    const names = [...new Set([row.title, row.project].map(fold))];
    const numbers = row.numbers.map(fold);
    const rest = [...department.names, row.unit ?? "", row.type, `${row.year}年度`].map(foldOnce);
    row.folded = { names, numbers, all: [...names, ...numbers, ...rest] };
  }
  return row.folded;
}

export function inHead(row, folded, departments) {
  return headOf(row, departments).all.some((text) => text.includes(folded));
}

/** The kind of hit, 0 for none in the head. */
export function rank(row, terms, departments) {
  const { names, numbers } = headOf(row, departments);
  if (!terms.every(({ folded }) => inHead(row, folded, departments))) return 0;
  const inNames = terms.filter(({ folded }) => names.some((name) => name.includes(folded)));
  const typed = terms.map(({ folded }) => folded).join("");
  if (names.includes(typed) || numbers.includes(typed)) return EXACT;
  if (names.some((name) => name.startsWith(typed))) return STARTS;
  if (terms.some(({ folded }) => names.includes(folded))) return STARTS;
  if (inNames.length === terms.length) return TITLE;
  return inNames.length > 0 ? TITLE_AND_HEAD : HEAD;
}

/** The kind of hit of a report that holds all terms. */
export function rankInText(row, terms, departments) {
  const inNames = ({ folded }) =>
    inHead(row, folded, departments) || row.indicators.some((name) => foldOnce(name).includes(folded));
  return rank(row, terms, departments) || (terms.every(inNames) ? INDICATOR : SOMEWHERE);
}

/** Whether each term is pinyin of the project, whose keys these are, or the department, or in the head. */
export function soundsLike(row, own, terms, departments) {
  const department = departments[row.department];
  const keys = [...own, ...department.keys];
  const named = [
    [own, [row.project]],
    [department.keys, department.names],
  ];
  return terms.every(({ folded, beside }) => {
    if (inHead(row, folded, departments)) return true;
    if (!isPinyin(folded)) return false;
    if (!beside || folded.length >= INSIDE) return keys.some((key) => isKey(key, folded));
    const isNamed = (names) => names.some((name) => foldOnce(name).includes(beside));
    return named.some(([its, names]) => isNamed(names) && its.some((key) => key.startsWith(folded) || key.endsWith(folded)));
  });
}

/**
 * Terms as pinyin is kept: `nongcun-yinshui`, a project's place in the address, in one word; letters
 * in a word of characters by themselves: `公安ju`, where an input method was left too early. Few
 * letters mean the name that has the characters `beside` them.
 */
export function spelled(terms) {
  return terms.flatMap(({ folded }) => {
    const joined = folded.replace(/-/g, "");
    if (isPinyin(joined)) return [{ folded: joined }];
    const pieces = folded.match(/[a-z]+|[^a-z]+/g);
    const isMixed = pieces.length > 1 && pieces.every((piece) => isPinyin(piece) || CHARACTER.test(piece));
    if (!isMixed) return [{ folded }];
    return pieces.map((piece, place) => ({ folded: piece, beside: pieces[place - 1] ?? pieces[place + 1] }));
  });
}

/** Whether what was typed can be pinyin. */
export function isPinyin(folded) {
  return PINYIN.test(folded);
}

/**
 * Whether pinyin that was typed, perhaps not to its end, means the one with this key: `gaj` also
 * means 县公安局, whose key is `xgaj`.
 */
export function isKey(key, folded) {
  if (folded.length >= INSIDE) return key.includes(folded);
  return key.startsWith(folded) || (folded.length > 2 && key.endsWith(folded));
}

/** How alike two folded texts are, 0 to 1: the pairs of characters that they share. */
export function likeness(one, other) {
  const pairs = (text) => new Set([...text].slice(1).map((next, place) => [...text][place] + next));
  const [left, right] = [pairs(one), pairs(other)];
  if (left.size + right.size === 0) return 0;
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return (2 * shared) / (left.size + right.size);
}
