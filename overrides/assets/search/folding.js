// Text to the form in which it is searched, and that form to tokens: the browser's half of
// `generator/search/folding.py`, which says why. A test compares the two.

const DROPPED = /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Cf}"'`]/u;
const DASHES = "‐‑‒–—―−";
const THOUSANDS = /([0-9]),(?=[0-9]{3}(?![0-9]))/g;
const TANGUT = [
  [0x0000, 0x0700, 0x17000],
  [0x2000, 0x2f00, 0x17700],
  [0x3000, 0x3040, 0x18600],
];
const HIEROGLYPHS = 1060;

const foldings = new Map();
let simplified = new Map();

/** Take the table of traditional characters: two texts, characters and what stands for each. */
export function learnSimplified([traditional, replacements]) {
  const targets = [...replacements];
  simplified = new Map([...traditional].map((character, place) => [character, targets[place]]));
  foldings.clear();
}

/** `盐财资行〔２０２１〕 204 号` as `盐财资行2021204号`. */
export function fold(text) {
  let folded = "";
  for (const character of text) folded += foldings.get(character) ?? foldCharacter(character);
  return folded.includes(",") ? folded.replace(THOUSANDS, "$1") : folded;
}

/** Folded text and, for each of its code units, where in `text` it came from: [start, end). */
export function foldWithPlaces(text) {
  let folded = "";
  const starts = [];
  const ends = [];
  let place = 0;
  for (const character of text) {
    const piece = foldCharacter(character);
    const end = place + character.length;
    for (let unit = 0; unit < piece.length; unit += 1) {
      starts.push(place);
      ends.push(end);
    }
    folded += piece;
    place = end;
  }
  return folded.includes(",") ? withoutThousands(folded, starts, ends) : { folded, starts, ends };
}

function foldCharacter(character) {
  let folded = foldings.get(character);
  if (folded === undefined) {
    folded = "";
    for (const one of character.normalize("NFKC").toLowerCase()) {
      if (DASHES.includes(one)) folded += "-";
      else if (!DROPPED.test(one)) folded += simplified.get(one) ?? one;
    }
    foldings.set(character, folded);
  }
  return folded;
}

function withoutThousands(folded, starts, ends) {
  const isDigit = (place) => folded[place] >= "0" && folded[place] <= "9";
  const kept = [...Array(folded.length).keys()].filter(
    (place) =>
      !(
        folded[place] === "," &&
        isDigit(place - 1) &&
        isDigit(place + 1) &&
        isDigit(place + 2) &&
        isDigit(place + 3) &&
        !isDigit(place + 4)
      ),
  );
  return {
    folded: kept.map((place) => folded[place]).join(""),
    starts: kept.map((place) => starts[place]),
    ends: kept.map((place) => ends[place]),
  };
}

/** The tokens of which a text that holds `folded` has all, in a row. */
export function queryTokens(folded) {
  const signs = [...folded].map(sign);
  return signs.length === 1 ? signs : signs.slice(1).map((next, place) => signs[place] + next);
}

function sign(character) {
  const code = character.codePointAt(0);
  if (/^[0-9A-Za-z\u4e00-\u9fff]$/.test(character)) return character;
  for (const [first, end, target] of TANGUT) {
    if (code >= first && code < end) return String.fromCodePoint(target + code - first);
  }
  const high = Math.floor(code / HIEROGLYPHS);
  return String.fromCodePoint(0x13000 + high, 0x13000 + (code % HIEROGLYPHS));
}
