// All current reports in columns, as `data/v1/years/` has them, a year at a time. Amounts are counted
// in units of 0.0001 元, so that whole numbers stay exact; what is not stated is NaN, never 0.

import { ROOT } from "../search/client.js";

export const WAN = 1e8; // units
const UNITS = 1e4; // in a 元
const FULL_MARKS = 100; // where neither the report nor its form tells them

/** What a form may not ask for: column of the file, what the reader calls it, its bit. */
export const ASKED = [
  ["budget", "全年预算"],
  ["spent", "支出"],
  ["rate", "执行率"],
  ["score", "得分"],
  ["grade", "等级"],
  ["satisfaction", "满意度"],
].map(([name, label], place) => ({ name, label, bit: 1 << place }));
const BITS = new Map(ASKED.map(({ name, bit }) => [name, bit]));

const NUMBERS = ["budget", "spent", "rate", "score", "satisfaction", "findings", "change", "share", "year", "department", "kind", "grade"];
const TEXTS = ["id", "project", "title", "issued_by", "overall", "rate_claimed", "published", "amended", "decimals"];
const STATED = ["budget", "spent", "budget_before", "rate", "score", "total", "satisfaction"];

/** A list of values, each once, that columns tell by its place. */
class Values {
  list = [];
  places = new Map();

  of(value, made = value) {
    if (!this.places.has(value)) {
      this.places.set(value, this.list.length);
      this.list.push(made);
    }
    return this.places.get(value);
  }
}

export class Reports {
  count = 0;
  years = []; // that are read: [year, first row, number of rows]
  departments = new Values(); // of {slug, name, short}
  kinds = new Values();
  grades = new Values();
  same = []; // rows of the same money, the one that counts first
  covered = []; // a row, and those that tell its money
  texts = Object.fromEntries(TEXTS.map((name) => [name, []]));
  stated = Object.fromEntries(STATED.map((name) => [name, []])); // as the file has them
  words = []; // what the text filter looks in
  unstated = new Uint8Array(0); // bits of what a report's form asks for and the report leaves out
  notAsked = new Uint8Array(0);

  constructor() {
    for (const name of NUMBERS) this[name] = new Float64Array(0);
  }

  /** Take in the file of a year. */
  add({ year, count, departments, kinds, grades, not_asked: notAsked, columns, same, covered }) {
    const from = this.count;
    this.count += count;
    this.years.push([year, from, count]);
    for (const name of NUMBERS) this[name] = grown(this[name], this.count);
    this.unstated = grown(this.unstated, this.count);
    this.notAsked = grown(this.notAsked, this.count);
    const places = {
      department: departments.map((one) => this.departments.of(one.slug, one)),
      kind: kinds.map((one) => this.kinds.of(one)),
      grade: grades.map((one) => this.grades.of(one)),
    };
    const masks = notAsked.map((names) => names.reduce((mask, name) => mask | BITS.get(name), 0));
    for (const name of TEXTS) for (const value of columns[name]) this.texts[name].push(value);
    for (const name of STATED) for (const value of columns[name]) this.stated[name].push(value);
    for (let place = 0; place < count; place += 1) {
      const row = from + place;
      const of = (name) => (columns[name][place] === null ? Number.NaN : Number(columns[name][place]));
      this.year[row] = year;
      for (const name of ["department", "kind", "grade"]) {
        const value = columns[name][place];
        this[name][row] = value === null ? Number.NaN : places[name][value];
      }
      for (const name of ["budget", "spent"]) this[name][row] = Math.round(of(name) * UNITS);
      for (const name of ["rate", "score", "satisfaction", "findings"]) this[name][row] = of(name);
      this.share[row] = (of("score") / (of("total") || FULL_MARKS)) * 100;
      this.change[row] = changeOf(of("budget"), of("budget_before"));
      this.notAsked[row] = masks[columns.not_asked[place]];
      this.unstated[row] = this.missing(row) & ~this.notAsked[row];
      const { name, short } = this.departments.list[this.department[row]];
      this.words.push(`${columns.project[place]}\n${columns.title[place]}\n${name}\n${short}`.toLowerCase());
    }
    const moved = (rows) => rows.map((one) => one + from);
    for (const rows of same) this.same.push(moved(rows));
    for (const [row, by] of covered) this.covered.push([row + from, moved(by)]);
  }

  /** Bits of what a row states nothing of. */
  missing(row) {
    let mask = 0;
    for (const { name, bit } of ASKED) if (Number.isNaN(this[name][row])) mask |= bit;
    return mask;
  }

  /** All rows, the newest year first, in whatever order the years came. */
  inOrder() {
    const rows = new Int32Array(this.count);
    let place = 0;
    for (const [, first, count] of [...this.years].sort(([one], [other]) => other - one)) {
      for (let row = first; row < first + count; row += 1, place += 1) rows[place] = row;
    }
    return rows;
  }

  address(row) {
    return `reports/${this.texts.id[row]}/`;
  }

  departmentOf(row) {
    return this.departments.list[this.department[row]];
  }
}

/** The budget against that of the year before, in percent to two decimals; NaN where one is not stated, or was 0. */
function changeOf(budget, before) {
  return before > 0 ? Math.round(((budget - before) / before) * 10_000) / 100 : Number.NaN;
}

function grown(values, length) {
  const made = new values.constructor(length);
  made.set(values);
  return made;
}

/** The site's list of years: [year, number of reports, address of its file], newest first. */
export async function listedYears() {
  const { years } = (await fetched("data/v1/years.json")) ?? { years: [] };
  return years.map(({ year, count, file }) => [year, count, file]);
}

/** The file of a year; null where the site has none of it any more. */
export async function yearFile(year) {
  return fetched(`data/v1/years/${year}.json`);
}

/** Why files of data do not come, as a reader is told. */
export function toldOf(failure) {
  return failure instanceof Withheld
    ? "网站退回到了较早的版本，数据暂时不提供，下一次公开以后恢复"
    : "网络中断，或网站正在更新，没有读完";
}

class Withheld extends Error {}

/** A JSON file of the site; null where there is none. Throws where it does not come. */
export async function fetched(address) {
  const answer = await fetch(new URL(address, ROOT));
  if (answer.status === 404) return null;
  if (answer.status === 410) throw new Withheld(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}
