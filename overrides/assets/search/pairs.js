// Pairs of characters and where they stand: the browser's half of `generator/search/pairs.py`, which
// says how the files are written. A key is a pair, or a run of five signs of ASCII, as one number.

const SECOND = 2 ** 21; // more than any code point
const RUN = 5;
const ASCII_RUN = /[!-~]{5,}/g;

const key = (first, second) => first * SECOND + second;

/** The keys of the pairs of folded text that lie `step` characters apart, with their places in it. */
function pairsAt(folded, step) {
  const codes = [...folded].map((character) => character.codePointAt(0));
  const last = codes.length - 2;
  if (last < 0) return codes.map((code) => [key(code, 0), 0]);
  const found = [];
  for (let place = 0; place < last; place += step) found.push([key(codes[place], codes[place + 1]), place]);
  found.push([key(codes[last], codes[last + 1]), last]);
  return found;
}

/** Every pair; of one character, that alone. */
export const pairKeys = (folded) => pairsAt(folded, 1).map(([one]) => one);

/** As many pairs as cover the text, and the place of each in it: it stands where they stand so. */
export const coveringPairs = (folded) => pairsAt(folded, 2);

/** The keys of all five signs of ASCII that stand together: their pairs tell little of a number. */
export function runKeys(folded) {
  const found = [];
  for (const [run] of folded.matchAll(ASCII_RUN)) {
    for (let place = 0; place + RUN <= run.length; place += 1) {
      const [one, two, three, four, five] = [...run.slice(place, place + RUN)].map((sign) => sign.charCodeAt(0));
      found.push(key(SECOND + one * 2 ** 14 + two * 2 ** 7 + three, four * 2 ** 7 + five));
    }
  }
  return found;
}

/** Whether a key is that of a run. */
export const isRun = (one) => one >= SECOND * SECOND;

/** The number of the file, of so many, that a key is in. */
export function fileOf(one, files) {
  const second = one % SECOND;
  return (((one - second) / SECOND) * 31 + second) % files;
}

/** One file. */
export class Pairs {
  #bytes;
  #lists = new Map(); // key to [start, end) of its list

  constructor(bytes) {
    this.#bytes = bytes;
    let place = 0;
    const next = () => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[place];
        place += 1;
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) return value;
      }
    };
    const count = next();
    const sizes = [];
    const keys = [];
    for (let first = 0, second = 0; keys.length < count; ) {
      const difference = next();
      first += difference;
      second = difference === 0 ? second + next() : next();
      keys.push(key(first, second));
      sizes.push(next());
    }
    for (const [number, one] of keys.entries()) {
      this.#lists.set(one, [place, place + sizes[number]]);
      place += sizes[number];
    }
  }

  /** The places of a key, in order. */
  places(one) {
    const [start, end] = this.#lists.get(one) ?? [0, 0];
    const found = new Uint32Array(end - start);
    let count = 0;
    let value = 0;
    for (let place = start; place < end; count += 1) {
      let difference = 0;
      let shift = 0;
      let byte;
      do {
        byte = this.#bytes[place];
        place += 1;
        difference |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      value += difference;
      found[count] = value;
    }
    return found.subarray(0, count);
  }
}

/**
 * Where a phrase begins: `lists` has, for each pair that covers it, where that stands, and the
 * pair's place in the phrase.
 */
export function phrasePlaces(lists) {
  const [[shortest, offset], ...others] = [...lists].sort(([one], [other]) => one.length - other.length);
  let found = shortest.filter((place) => place >= offset).map((place) => place - offset);
  for (const [places, shift] of others) {
    let next = 0;
    found = found.filter((place) => {
      while (places[next] < place + shift) next += 1;
      return places[next] === place + shift;
    });
  }
  return found;
}
