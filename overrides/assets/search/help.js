// What to do when nothing was found: fewer terms, a space where one is missing, names that are near.

import { HEAD, TEXT } from "./data.js";
import { departmentNames } from "./facets.js";
import { fold } from "./folding.js";
import { likeness } from "./matching.js";
import { pairKeys } from "./pairs.js";
import { parse } from "./query.js";

const PARTS = 6; // whose titles are compared
const NEAR = 0.34;
const MOST = 6;
const YEAR = /(19|20)\d\d(年度?)?/;

/**
 * `queries` that find something, `reports` whose name is near. `holdsAny` tells whether any report
 * holds all of some terms.
 */
export async function help(data, terms, holdsAny) {
  const parted = split(data, terms);
  const queries = [
    ...fewer(terms),
    ...parted,
    ...parted.flatMap((query) => fewer(parse(query).terms)),
    ...(await withoutErrors(data, terms)),
  ];
  const tried = [...new Set(queries)].slice(0, MOST);
  const held = await Promise.all(tried.map((query) => holdsAny(parse(query).terms)));
  return { queries: tried.filter((_, place) => held[place]), reports: await near(data, terms) };
}

/** The query without one of its terms. */
function fewer(terms) {
  if (terms.length < 2) return [];
  return terms.map((left) =>
    terms
      .filter((term) => term !== left)
      .map(({ writing }) => quoted(writing))
      .join(" "),
  );
}

/** `公安局视频会议` as `公安局 视频会议`, `2021年视频会议` as `2021年 视频会议`. */
function split(data, terms) {
  const names = Object.values(data.departments).flatMap(departmentNames);
  const longest = [...new Set(names)].sort((one, other) => other.length - one.length);
  const cut = terms.map(({ folded, writing }) => {
    if (folded.startsWith("-")) return writing;
    const name = longest.find((one) => writing.includes(one)) ?? writing.match(YEAR)?.[0];
    return name ? writing.replace(name, ` ${name} `).trim() : writing;
  });
  const query = cut.join(" ").replace(/\s+/g, " ");
  return query === terms.map(({ writing }) => writing).join(" ") ? [] : [query];
}

/**
 * The query cut where two characters stand together that do so in no report, `整该措施` as `措施`:
 * there, most likely, is the typing error. Pieces of one character are left out.
 */
async function withoutErrors(data, terms) {
  const cut = await Promise.all(terms.map(({ folded }) => piecesHeld(data, folded)));
  const query = cut.flat().join(" ");
  return query && query !== terms.map(({ folded }) => folded).join(" ") ? [query] : [];
}

async function piecesHeld(data, folded) {
  const characters = [...folded];
  if (characters.length < 2) return [folded];
  const held = await Promise.all(
    pairKeys(folded).map(async (key) => (await data.held([key], TEXT)).some(Boolean)),
  );
  const pieces = [[characters[0]]];
  for (const [place, next] of characters.slice(1).entries()) {
    if (held[place]) pieces[pieces.length - 1].push(next);
    else pieces.push([next]);
  }
  return pieces.filter((piece) => piece.length > 1).map((piece) => piece.join(""));
}

const quoted = (writing) => (/\s/.test(writing) ? `“${writing}”` : writing);

/** Reports whose names share the most pairs of characters with the query. */
async function near(data, terms) {
  const typed = terms.map(({ folded }) => folded).join("");
  const shared = await data.held(pairKeys(typed), HEAD);
  const parts = [...data.parts.keys()]
    .filter((part) => shared[part] > 0)
    .sort((one, other) => shared[other] - shared[one] || one - other)
    .slice(0, PARTS);
  const registers = await Promise.all(parts.map((part) => data.register(part)));
  return registers
    .flatMap(({ rows }) => rows)
    .map((row) => ({
      row,
      like: Math.max(likeness(fold(row.project), typed), likeness(fold(row.title), typed)),
    }))
    .filter(({ like }) => like >= NEAR)
    .sort((one, other) => other.like - one.like)
    .slice(0, MOST)
    .map(({ row }) => ({
      address: row.address,
      title: row.title,
      note: data.origin(row),
    }));
}
