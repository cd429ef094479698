// The piece of a report that shows why it was found.

import { fold, foldWithPlaces } from "./folding.js";

const BEFORE = 24; // characters before the first match
const LENGTH = 110;
const FIRST_SECTION = /^(s[-\d]|text)/; // anchors of narrative sections

/** Where terms stand in `text`, as [start, end) in order, overlapping ones joined. */
export function places(text, terms) {
  const { folded, starts, ends } = foldWithPlaces(text);
  const found = [];
  for (const term of terms) {
    let place = folded.indexOf(term.folded);
    while (place >= 0) {
      found.push([starts[place], ends[place + term.folded.length - 1]]);
      place = folded.indexOf(term.folded, place + term.folded.length);
    }
  }
  found.sort(([one], [other]) => one - other);
  const joined = [];
  for (const [start, end] of found) {
    const last = joined[joined.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/** A text in pieces, [piece, whether it matches], in order. */
export function pieces(text, terms) {
  const cut = [];
  let place = 0;
  for (const [start, end] of places(text, terms)) {
    if (start > place) cut.push([text.slice(place, start), false]);
    cut.push([text.slice(start, end), true]);
    place = end;
  }
  if (place < text.length) cut.push([text.slice(place), false]);
  return cut;
}

/**
 * Heading, anchor and pieces of the passage that holds most of the terms; without a match the
 * first words of the narrative; null for a report without a text.
 */
export function excerpt(passages, terms) {
  let best = null;
  for (const [place, anchor, texts] of passages) {
    for (const text of texts) {
      const folded = fold(text);
      const held = terms.filter((term) => folded.includes(term.folded)).length;
      if (held > (best?.held ?? 0)) best = { place, anchor, text, held };
    }
    if (best?.held === terms.length) break;
  }
  const first = passages.find(([, anchor]) => FIRST_SECTION.test(anchor));
  if (!best && first) best = { place: first[0], anchor: null, text: first[2].join(" "), held: 0 };
  if (!best) return null;
  return { place: best.place, anchor: best.anchor, pieces: shortened(best.text, terms) };
}

function shortened(text, terms) {
  const [first] = places(text, terms);
  const start = whole(text, first && first[0] > BEFORE + 10 ? first[0] - BEFORE : 0);
  const end = whole(text, start + LENGTH < text.length - 10 ? start + LENGTH : text.length);
  const cut = pieces(text.slice(start, end), terms);
  if (start > 0) cut.unshift(["…", false]);
  if (end < text.length) cut.push(["…", false]);
  return cut;
}

/** The place, or the one before it where it would tear a character in two. */
function whole(text, place) {
  const code = text.charCodeAt(place);
  return code >= 0xdc00 && code < 0xe000 ? place - 1 : place;
}
