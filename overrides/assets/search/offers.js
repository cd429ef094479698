// A year or a department that the reader typed as a word, offered as a filter: exact, where the word
// also finds reports that only mention it.

import { departmentNames, fullLabelsOf } from "./facets.js";
import { fold } from "./folding.js";
import { understood } from "./questions.js";

const SHORTEST = 3; // characters of a name's end that still mean a department: 公安局, 财政局
const MOST = 3; // departments of one word
const YEAR_FIRST = /^((?:19|20)\d\d)(?:年度?)?(.*)$/;
const YEAR_LAST = /^(.*?)((?:19|20)\d\d)(?:年度?)?$/;

/**
 * What a query means as filters: `label`, `filters` as facet and value, the name of an `order`, what
 * is left as `query`.
 */
export function offers(data, terms, { chosen, order: current }) {
  const { filters, order, rest } = understood(data, terms);
  const together = { filters, order: order?.name === current ? null : order, query: rest.map(({ writing }) => quoted(writing)).join(" ") };
  const found = single(data, terms);
  if (order || filters.length > 1 || !found.some((one) => same(one, together))) found.unshift(together);
  return found
    .map((one) => ({ ...one, filters: one.filters.filter(([name]) => !isChosen(one.filters, name, chosen[name])) }))
    .filter((one) => one.filters.length > 0 || one.order)
    .map((one) => ({ ...one, order: one.order?.name, label: labelOf(one, data.departments) }));
}

function labelOf({ filters, order }, departments) {
  const named = fullLabelsOf(filters, departments).join("、");
  return [named && `只看 ${named}`, order && `按${order.label}排序`].filter(Boolean).join("，");
}

const isChosen = (filters, name, values) => filters.every(([other, value]) => other !== name || values.includes(value));
const same = (one, other) => JSON.stringify(one.filters) === JSON.stringify(other.filters);

/** One word, one filter. */
function single(data, terms) {
  const years = new Set(data.parts.map(([, year]) => String(year)));
  return terms.flatMap((term, place) => {
    const without = (rest) =>
      terms.flatMap((other, at) => (at !== place ? [quoted(other.writing)] : rest ? [rest] : [])).join(" ");
    return [...meant(term.folded, years, data.departments)].map(([name, value, rest]) => ({
      filters: [[name, value]],
      query: without(rest),
    }));
  });
}

/** The filters that a word means, each with what else is in the word. */
function* meant(word, years, departments) {
  const [year, rest] = parted(word);
  if (years.has(year) && rest === "") yield ["year", year, ""];
  else if (years.has(year)) {
    const named = departmentsNamed(rest, departments);
    if (named.length > 0) yield ["year", year, rest];
    for (const slug of named) yield ["department", slug, year];
  } else for (const slug of departmentsNamed(word, departments)) yield ["department", slug, ""];
}

function parted(word) {
  const [, year, rest] = word.match(YEAR_FIRST) ?? [];
  if (year) return [year, rest.replace(/^的/, "")];
  const [, before, last] = word.match(YEAR_LAST) ?? [];
  return [last, before];
}

/** Those of the name first, else those whose name ends so: 公安局 means 县公安局. */
function departmentsNamed(word, departments) {
  const all = Object.entries(departments).map(([slug, one]) => [slug, departmentNames(one).map(fold)]);
  const exact = all.filter(([, names]) => names.includes(word));
  const near = all.filter(([, names]) => names.some((name) => name.endsWith(word)));
  const found = exact.length > 0 || word.length < SHORTEST ? exact : near;
  return found.slice(0, MOST).map(([slug]) => slug);
}

const quoted = (writing) => (/\s/.test(writing) ? `“${writing}”` : writing);
