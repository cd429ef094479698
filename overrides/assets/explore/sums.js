// Sums of reports as the site's tables have them (`model/totals.py`): each project's money once, that
// of a department's overall spending apart; budget and spending of those that state both. All exact.

import { ASKED, WAN } from "./reports.js";

const LIMIT = 2 ** 52; // up to which whole numbers may be added before they would no longer be exact
const PLACES = [2, 4, 6];
const MOST_PLACES = 8; // a unit is so much of a 万元

class Sum {
  count = 0;
  low = 0;
  high = 0n;

  add(units) {
    this.count += 1;
    this.low += units;
    if (this.low > LIMIT) {
      this.high += BigInt(this.low);
      this.low = 0;
    }
  }

  get total() {
    return this.high + BigInt(this.low);
  }
}

class Money {
  budget = new Sum();
  spent = new Sum();
  budgetOnly = new Sum();
  spentOnly = new Sum();
  neither = 0;

  add(budget, spent) {
    if (budget >= 0 && spent >= 0) {
      this.budget.add(budget);
      this.spent.add(spent);
    } else if (budget >= 0) this.budgetOnly.add(budget);
    else if (spent >= 0) this.spentOnly.add(spent);
    else this.neither += 1;
  }

  /** Budget and spending that stand together, undefined where no report states both. */
  get both() {
    return this.budget.count ? [this.budget.total, this.spent.total] : [];
  }

  get all() {
    const only = (sum) => (sum.count ? sum.total : undefined);
    return [this.both, [only(this.budgetOnly), undefined], [undefined, only(this.spentOnly)]];
  }
}

/** Which rows' money counts where these are added up: a byte a row of all reports. */
function counted(reports, rows) {
  const mark = new Uint8Array(reports.count);
  for (const row of rows) if (!reports.texts.overall[row]) mark[row] = 1;
  for (const [row, by] of reports.covered) if (mark[row] && by.some((one) => mark[one])) mark[row] = 2;
  for (const same of reports.same) {
    const [, ...others] = same.filter((row) => mark[row] === 1);
    for (const row of others) mark[row] = 2;
  }
  return mark;
}

/** The totals of rows. */
export function totals(reports, rows) {
  return grouped(reports, rows, () => 0).get(0) ?? empty();
}

const empty = () => ({ count: 0, repeated: 0, money: new Money(), grades: new Map(), ungraded: 0, overallCount: 0, overall: new Money(), years: new Set() });

/** Totals by what `key` says of a row, a year or a department: reports of the same money have the same. */
export function grouped(reports, rows, key) {
  const mark = counted(reports, rows);
  const groups = new Map();
  for (const row of rows) {
    const name = key(row);
    if (!groups.has(name)) groups.set(name, empty());
    const group = groups.get(name);
    const money = [reports.budget[row], reports.spent[row]];
    group.years.add(reports.year[row]);
    if (reports.texts.overall[row]) {
      group.overallCount += 1;
      group.overall.add(...money);
      continue;
    }
    group.count += 1;
    if (mark[row] === 1) group.money.add(...money);
    else group.repeated += 1;
    const grade = reports.grades.list[reports.grade[row]];
    if (GRADES.includes(grade)) group.grades.set(grade, (group.grades.get(grade) ?? 0) + 1);
    else if (!(reports.notAsked[row] & GRADE_BIT)) group.ungraded += 1;
  }
  return groups;
}

export const GRADES = ["优", "良", "中", "差"];
const GRADE_BIT = ASKED.find(({ name }) => name === "grade").bit;

/** Amounts of overall reports, which are added up within one year only. */
export function overallOf(sums) {
  return sums.years.size === 1 && sums.overallCount ? sums.overall : new Money();
}

/** The number of decimals for amounts that stand together: as few as divide to their rates. */
export function placesOf(all) {
  const pairs = all.flatMap((sums) => [...sums.money.all, overallOf(sums).both]);
  const most = Math.max(0, ...pairs.flat().filter((one) => one !== undefined).map(decimalsOf));
  if (most === 0) return 0;
  return PLACES.find((places) => pairs.every((pair) => isEnough(pair, places))) ?? most;
}

function decimalsOf(units) {
  let places = 0;
  while (places < MOST_PLACES && units % 10n ** BigInt(MOST_PLACES - places) !== 0n) places += 1;
  return places;
}

function isEnough([budget, spent], places) {
  const isLost = (units) => units && !rounded(units, places);
  if (isLost(budget) || isLost(spent)) return false;
  return !budget || spent === undefined || rateOf(budget, spent, places) !== null;
}

/** Units as a whole number of the last of so many decimals of a 万元, halves rounded up. */
function rounded(units, places) {
  const step = 10n ** BigInt(MOST_PLACES - places);
  return (units + step / 2n) / step;
}

/** `1,206.35` of units. */
export function inWan(units, places) {
  const digits = String(rounded(BigInt(units), places)).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  return places ? `${whole}.${digits.slice(-places)}` : whole;
}

/** The rate in percent, as text, at the finest precision at which the rounded amounts give the same; null if none. */
export function rateOf(budget, spent, places) {
  for (const precision of [2, 1, 0]) {
    const exact = ratio(spent, budget, precision);
    if (exact === null) return null;
    if (exact === ratio(rounded(spent, places), rounded(budget, places), precision)) return exact;
  }
  return null;
}

function ratio(part, whole, places) {
  if (!whole) return null;
  const scaled = (part * 100n * 10n ** BigInt(places) * 2n + whole) / (whole * 2n);
  const digits = String(scaled).padStart(places + 1, "0");
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return places ? text.replace(/\.?0+$/, "") : text;
}

/** `1.93 亿元` of units from one 亿元 on. */
export function inYi(units) {
  const yi = BigInt(WAN) * 10_000n;
  if (units < yi) return "";
  const digits = String((units * 100n + yi / 2n) / yi);
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${`${whole}.${digits.slice(-2)}`.replace(/\.?0+$/, "")} 亿元`;
}
