// What answers a question that no report answers as it was typed: by what its words mean, or where
// the pieces of a phrase stand apart. It is shown under a heading that says so.

import { TEXT } from "./data.js";
import { excerpt } from "./excerpts.js";
import { FACETS, fullLabelsOf, narrowed, ORDERS, RANGES } from "./facets.js";
import { Matches } from "./matches.js";
import { pairKeys } from "./pairs.js";
import { rowsInPieces } from "./pieces.js";
import { understood } from "./questions.js";
import { replaced } from "./state.js";

const PARTS = 12; // that are searched for pieces
const SHOWN = 20;

/** `filters`, also those chosen before, and their `labels`, `order`, `query`, `words`, `inPieces`, `total`, `rows` with their excerpts; null where nothing is near. */
export async function near({ data, question, terms }) {
  const { filters, order, rest } = understood(data, terms);
  if (filters.length === 0 && rest.length === 0) return null; // nothing but words of questions
  const chosen = replaced(question.chosen, filters);
  const parts = [...data.parts.keys()].filter(
    (part) => chosen.year.length === 0 || chosen.year.includes(String(data.parts[part][1])),
  );
  const isSame = filters.length === 0 && rest.length === terms.length && rest.every(({ folded }, at) => folded === terms[at].folded);
  let rows = isSame ? [] : narrowed(await whole(data, rest, parts), chosen).map((row) => ({ row, terms: rest }));
  const inPieces = rows.length === 0;
  if (inPieces) rows = await pieced(data, rest, parts, (found) => narrowed(found, chosen));
  if (rows.length === 0) return null;
  const { compare } = order ?? ORDERS[0];
  rows.sort(({ row: one }, { row: other }) => compare(one, other));
  const all = [...FACETS, ...RANGES].flatMap(({ name }) => chosen[name].map((value) => [name, value]));
  return {
    filters: all,
    labels: fullLabelsOf(all, data.departments),
    order: order && { name: order.name, label: order.label },
    query: (inPieces ? rows[0].terms : rest).map(({ writing }) => writing).join(" "),
    words: rest.map(({ writing }) => writing),
    inPieces,
    total: rows.length,
    rows: await Promise.all(
      rows.slice(0, SHOWN).map(async (one) => ({
        ...one,
        excerpt: excerpt(await data.passages(one.row), one.terms),
      })),
    ),
  };
}

/** The rows of these parts that hold all of the terms. */
async function whole(data, terms, parts) {
  const matches = new Matches(data, terms);
  const held = new Set(await matches.rest([]));
  for await (const _ of matches.findTexts(parts.filter((part) => held.has(part))));
  return matches.rows;
}

/** Rows that hold every term in the fewest pieces that any does, and the pieces. */
async function pieced(data, terms, parts, narrow) {
  if (terms.length === 0) return [];
  const covered = await Promise.all(terms.map((term) => partsCovering(data, term.folded)));
  const likely = parts.filter((part) => covered.every((one) => one[part])).slice(0, PARTS);
  const found = await Promise.all(likely.map((part) => piecedIn(data, terms, part, narrow)));
  const rows = found.flat();
  const fewest = Math.min(...rows.map((one) => one.terms.length));
  return rows.filter((one) => one.terms.length === fewest);
}

async function piecedIn(data, terms, part, narrow) {
  const [held, ...others] = await Promise.all(terms.map(({ folded }) => rowsInPieces(data, part, folded)));
  const numbers = [...held.keys()].filter((number) => others.every((one) => one.has(number)));
  if (numbers.length === 0) return [];
  const { rows } = await data.register(part);
  const matches = new Matches(data, []);
  matches.put(part, narrow(numbers.map((number) => rows[number])));
  return matches.rows.map((row) => ({
    row,
    terms: terms.flatMap(({ folded }, at) => cut(folded, [held, ...others][at].get(row.number))),
  }));
}

function cut(folded, sizes) {
  const characters = [...folded];
  return sizes.map((size) => {
    const piece = characters.splice(0, size).join("");
    return { folded: piece, writing: piece };
  });
}

/** Whether each part has pairs that leave no character of the text without its neighbour. */
async function partsCovering(data, folded) {
  const keys = pairKeys(folded);
  const held = await Promise.all(keys.map((key) => data.held([key], TEXT)));
  return data.parts.map((_, part) => {
    const has = (place) => held[place]?.[part] > 0;
    return [...folded].every((_character, place) => has(place - 1) || has(place));
  });
}
