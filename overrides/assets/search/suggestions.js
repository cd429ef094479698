// What may be meant while a query is typed: departments, years, reports by title or number.

import { HEAD, PINYIN } from "./data.js";
import { pieces } from "./excerpts.js";
import { fold } from "./folding.js";
import { isKey, isPinyin, rank, soundsLike, spelled } from "./matching.js";

const MOST = 8;
const MOST_PLACES = 3;
const MOST_PARTS = 6;

/** `places` (departments, years) and `reports`, each with address and label, the best first. */
export async function suggestions(data, terms, isWanted) {
  if (terms.length === 0) return { places: [], reports: [] };
  const reports = [];
  const written = await data.partsHolding(terms, HEAD);
  const parts = written.length > 0 ? written : await data.partsHolding(spelled(terms), HEAD, PINYIN);
  for (const part of parts.slice(0, MOST_PARTS)) {
    if (reports.length >= MOST || !isWanted()) break;
    const { rows } = await data.register(part);
    const keys = spelled(terms).some(({ folded }) => isPinyin(folded)) ? await data.pinyin(part) : [];
    reports.push(...ranked(rows, keys, terms, data.departments));
  }
  reports.sort((one, other) => other.rank - one.rank);
  return {
    places: places(data, terms).slice(0, MOST_PLACES),
    reports: reports.slice(0, MOST).map(({ row }) => ({
      address: row.address,
      label: pieces(row.title, terms),
      note: data.origin(row),
    })),
  };
}

function ranked(rows, keys, terms, departments) {
  return rows
    .map((row) => ({ row, rank: rank(row, terms, departments) }))
    .filter((one) => one.rank > 0 || soundsLike(one.row, keys[one.row.number] ?? [], spelled(terms), departments));
}

function places(data, terms) {
  const [{ folded }, ...others] = spelled(terms);
  if (others.length > 0) return [];
  const departments = Object.entries(data.departments)
    .filter(
      ([, one]) =>
        one.names.some((name) => fold(name).includes(folded)) ||
        (isPinyin(folded) && one.keys.some((key) => isKey(key, folded))),
    )
    .map(([slug, one]) => ({
      address: `departments/${slug}/`,
      label: pieces(one.names[0], terms),
      note: "部门",
    }));
  const years = [...new Set(data.parts.map(([, year]) => year))]
    .filter((year) => folded.length >= 2 && `${year}年度`.startsWith(folded))
    .map((year) => ({ address: `years/${year}/`, label: [[`${year} 年度`, false]], note: "年度" }));
  return [...departments, ...years];
}
