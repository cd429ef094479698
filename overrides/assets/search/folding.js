// Text to the form in which it is searched: the browser's half of
// `generator/search/folding.py`, which says why. A test compares the two.

const DROPPED = /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Cf}"'`]/u;
const DASHES = "‐‑‒–—―−";
const THOUSANDS = /([0-9]),(?=[0-9]{3}(?![0-9]))/g;

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
