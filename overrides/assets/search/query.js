// What the reader typed, to terms: a report is found when it holds each of them.

import { fold } from "./folding.js";

const LONGEST = 200; // characters that are read of a query
const MOST_TERMS = 10;
const QUOTED = /"([^"]*)"|“([^”]*)”|「([^」]*)」|『([^』]*)』/gu;
// Between terms: space and the punctuation of sentences. A comma inside a number is none.
const THOUSANDS = /([\d０-９])，(?=[\d０-９]{3}(?![\d０-９]))/gu; // as staff type them
const BETWEEN = /[\s，。；：！？、…]+|[,;!?]+(?=\D|$)/u;

/**
 * Terms, each once, as they were written and folded; `cut` says that not all of it was read.
 * A quoted phrase is one term, spaces and punctuation included.
 */
export function parse(text) {
  const characters = [...text];
  const read = characters.slice(0, LONGEST).join("").replace(THOUSANDS, "$1,");
  const written = [];
  let rest = 0;
  for (const quoted of read.matchAll(QUOTED)) {
    written.push(...read.slice(rest, quoted.index).split(BETWEEN));
    written.push(quoted.slice(1).find((phrase) => phrase !== undefined));
    rest = quoted.index + quoted[0].length;
  }
  written.push(...read.slice(rest).split(BETWEEN));
  const terms = new Map();
  for (const one of written) {
    const folded = fold(one);
    if (folded && !terms.has(folded)) terms.set(folded, one.trim());
  }
  return {
    terms: [...terms].slice(0, MOST_TERMS).map(([folded, writing]) => ({ folded, writing })),
    cut: characters.length > LONGEST || terms.size > MOST_TERMS,
  };
}
