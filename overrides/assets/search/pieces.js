// A phrase that nobody wrote in one piece: `退耕还林补助` in a report that has 退耕还林 and 补助.

import { pairKeys } from "./pairs.js";

const LONGEST = 24; // characters of a phrase that is cut
const MOST = 4; // pieces

/**
 * For each row of a part that holds the phrase in pieces of two characters and more, the fewest
 * pieces, as numbers of characters: [4, 2]. A row that holds it whole has one piece.
 */
export async function rowsInPieces(data, part, folded) {
  const characters = [...folded].slice(0, LONGEST);
  const found = new Map();
  if (characters.length < 2) return found;
  const lists = await data.placesOf(part, pairKeys(characters.join("")));
  if (!lists) return found;
  const { starts } = await data.register(part);
  // For each pair, row to how many characters of the phrase, from there on, stand together in it.
  const reaches = lists.map(() => new Map());
  let after = new Map(); // of the next pair: place to how far it reaches
  for (let number = lists.length - 1; number >= 0; number -= 1) {
    const here = new Map();
    let row = 0;
    for (const place of lists[number]) {
      while (starts[row + 1] <= place) row += 1;
      const reach = 1 + (after.get(place + 1) ?? 1);
      here.set(place, reach);
      if (reach > (reaches[number].get(row) ?? 0)) reaches[number].set(row, reach);
    }
    after = here;
  }
  for (const row of reaches[0]?.keys() ?? []) {
    const pieces = fewest(characters, (place) => reaches[place]?.get(row) ?? 0);
    if (pieces && pieces.length <= MOST) found.set(row, pieces);
  }
  return found;
}

const OF_NUMBERS = /[0-9.]/;

/**
 * The fewest pieces that cover these characters; `reach(place)` is the longest at a place. A number
 * is not cut: 500 in pieces is another number.
 */
function fewest(characters, reach) {
  const { length } = characters;
  const best = new Array(length + 1).fill(null);
  const isCut = (place) => place < length && OF_NUMBERS.test(characters[place - 1]) && OF_NUMBERS.test(characters[place]);
  best[length] = [];
  for (let place = length - 2; place >= 0; place -= 1) {
    for (let size = reach(place); size >= 2; size -= 1) {
      const rest = isCut(place + size) ? null : best[place + size];
      if (rest && (!best[place] || rest.length + 1 < best[place].length)) best[place] = [size, ...rest];
    }
  }
  return best[0];
}
