// What a question means, as people ask it: years, departments, grades, figures that are compared, an
// order, and the words that are left. `2022年公安局视频监控得分90分以上` asks for a year, a department, a
// range, a phrase.

import { departmentNames, RANGES } from "./facets.js";
import { fold } from "./folding.js";
import { takeOrder } from "./orders.js";
import { takeRanges } from "./ranges.js";

const COUNTED = "人次?|户|名|个|套|台|亩|公里|平方米?|件|次|吨|株|头|只|册|份|米"; // 2021人 is no year
const YEAR = new RegExp(`(^|[^\\d.])((?:19|20)\\d\\d)(?:年度?|(?![\\d.%元分万亿千百]|(?:${COUNTED})(?:$|[以的左多、])))的?`);
const SHORT_YEAR = /(^|[^\d.第近过满达到至~-])(\d\d)年度?(?![以来期限多内制级龄后前])的?/; // 使用20年以上 is none
const YEARS = /(^|[^\d.])((?:19|20)\d\d)年?度?(?:到|至|-|~)((?:19|20)\d\d)(?:年度?|(?![\d.%元分万亿-]))(?:之?间)?的?/;
const SINCE = /(^|[^\d.])((?:19|20)\d\d)年度?(以来|及?以后|之后|起|至今|到现在|及以前|以前|之前)的?/;
const NEWEST = /(^|[^附接靠邻临将])最?近(\d{1,2}|[一二两三四五六七八九十])个?年度?(?!代)(?:以?来|之?内)?的?/;
const CHINESE_YEAR = /二[〇○零][〇○零一二三四五六七八九]{2}(?=年)/g;
const GRADE =
  /(?:自评|评级|评价)?(?:等级|结果)?(?:为|是|评为)?(?:(优秀?|良好?|差|中等)(?:等级?)?(?:的|(?=$|\s|项目|单位|部门|报告))|(中)(?:等级)?(?=$|\s|的?(?:项目|单位|部门|报告)))的?/;
const GRADE_ALONE = /^(?:自评|评级|评价|等级|结果|评为)[^\d]{0,5}$/; // what has to stand in it, or it is a word
const OVERSPENT = /(?:预算|资金|经费|支出)?超(?:支|预算)[了的]?(?=$|\s|项目|单位|部门|报告)/; // of what was budgeted
const NOT_OVERSPENT = /[未没不无非防免止否]有?$/;
const ORDER = ["year", "department", "grade", ...RANGES.map(({ name }) => name)];

// Words of a question that no report is meant to hold.
const FILLERS = new RegExp(
  [
    "^(?:请问|我想知道|帮我|查询|查找|查看|查一下|找一下|搜索|搜一下|有没有|是不是|是否|哪些|哪个|哪几个|有哪些|所有|全部|关于)+",
    "(?:有哪些|是哪些|有多少|是多少|多少钱|怎么样|情况如何|如何|的?(?:绩效)?(?:自评|评价)?报告|的?项目有哪些|的?项目|的?单位|的?情况|的|吗|呢|？)+$",
    "^的+",
  ].join("|"),
  "g",
);
const PARTICLES = "的了和与及或且在是为有等达到共中内年度月日份个约不没未无含要应需于以而并但从由查找搜请-~";

/**
 * `filters`, [facet, value] pairs; `order`, null where none is asked for; `rest`, the words that are
 * left, as terms.
 */
export function understood(data, terms) {
  const years = [...new Set(data.parts.map(([, year]) => String(year)))];
  const filters = [];
  const rest = [];
  const isMeant = terms.map((term, number) => !isMinus(term, terms[number - 1]));
  const words = terms.map(({ folded }, number) => (isMeant[number] ? folded : "")).join("\n");
  const { order, stated, left: unordered } = takeOrder(takeRanges(words, filters));
  const lines = takeOverspent(unordered, filters).split("\n");
  for (const [number, { folded, writing }] of terms.entries()) {
    if (!isMeant[number]) {
      rest.push({ folded, writing });
      continue;
    }
    let left = lines[number];
    for (let next = takeYears(left, years, filters); next !== left; next = takeYears(left, years, filters)) left = next;
    left = takeDepartments(left, data.departments, filters);
    left = takeGrade(left, filters);
    for (const piece of left === folded ? [folded] : left.split(" ")) {
      const word = piece.replace(FILLERS, "").replace(FILLERS, "");
      if (word === folded) rest.push({ folded, writing });
      else if (word && !(PARTICLES.includes(word) && [...word].length === 1)) rest.push({ folded: word, writing: word });
    }
  }
  if (order && filters.length === 0 && rest.length === 0) {
    if (!stated) return { filters, order: null, rest };
    filters.push(stated); // all reports that can be put in this order
  }
  filters.sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other));
  return { filters: filters.filter((one, place) => filters.findIndex((other) => same(one, other)) === place), order, rest };
}

const same = ([name, value], [otherName, other]) => name === otherName && value === other;

/** `-2021`, by which other searches leave out: no filter asks for that. `2019 -2021` are years. */
const isMinus = ({ folded }, before) => folded.startsWith("-") && !/[\d年度]$/.test(before?.folded ?? "");

function takeOverspent(words, filters) {
  const found = words.match(OVERSPENT);
  if (!found || NOT_OVERSPENT.test(words.slice(0, found.index))) return words;
  filters.push(["rate", "gt100"]);
  return words.replace(found[0], " ");
}

/** One year, or all from one to another that there are reports of. */
function takeYears(word, years, filters) {
  const spelled = word.replace(CHINESE_YEAR, (year) => [...year].map((one) => "零一二三四五六七八九".indexOf(one.replace(/[〇○]/, "零"))).join(""));
  const take = (all, before, wanted) => {
    const found = years.filter(wanted).sort();
    for (const year of found) filters.push(["year", year]);
    return found.length > 0 ? spelled.replace(all, `${before} `) : word;
  };
  const [newest, standing, count] = spelled.match(NEWEST) ?? [];
  if (newest !== undefined) {
    const latest = [...years].sort().slice(-(Number(count) || "一二三四五六七八九十".indexOf(count.replace("两", "二")) + 1));
    return take(newest, standing, (year) => latest.includes(year));
  }
  const [between, ahead, first, last] = spelled.match(YEARS) ?? [];
  if (between !== undefined) return take(between, ahead, (year) => year >= first && year <= last);
  const [since, start, year, how] = spelled.match(SINCE) ?? [];
  if (how === "以前" || how === "之前") return take(since, start, (one) => one < year);
  if (how === "及以前") return take(since, start, (one) => one <= year);
  if (how) return take(since, start, (one) => one >= year);
  for (const [pattern, century] of [[YEAR, ""], [SHORT_YEAR, "20"]]) {
    const [all, before, number] = spelled.match(pattern) ?? [];
    if (all !== undefined && years.includes(century + number)) return take(all, before, (one) => one === century + number);
  }
  return word;
}

/** The longest names that stand in the word, else what people call one: 住建局 is 住房和城乡建设局. */
function takeDepartments(word, departments, filters) {
  const names = Object.entries(departments).flatMap(([slug, one]) =>
    departmentNames(one).map((name) => [fold(name), slug]),
  );
  const take = (left, called) => {
    const longest = called.reduce((most, [name]) => (name.length > most.length ? name : most), "");
    const slugs = new Set(called.filter(([name]) => name === longest).map(([, slug]) => slug));
    return [left.replace(longest, " ").replace(/^ 的/, " "), slugs];
  };
  let left = word;
  let held = names.filter(([name]) => word.includes(name));
  if (held.length === 0) {
    const called = names.flatMap(([name, slug]) => shortFor(name, word).map((one) => [one, slug]));
    const [rest, slugs] = take(word, called);
    if (slugs.size !== 1) return word; // it may be any of them
    for (const slug of slugs) filters.push(["department", slug]);
    return rest;
  }
  while (held.length > 0) {
    const [rest, slugs] = take(left, held);
    left = rest;
    for (const slug of slugs) filters.push(["department", slug]);
    held = held.filter(([name]) => left.includes(name));
  }
  return left;
}

/** Pieces of a word that begin and end as a name does and have some of its characters, in order. */
function shortFor(base, word) {
  const last = base.endsWith("联合会") ? "联" : base.slice(-1);
  const found = [];
  for (let start = word.indexOf(base[0]); start >= 0; start = word.indexOf(base[0], start + 1)) {
    if (word.slice(start - 1, start + 1) === "城市") continue; // 城市管理局 is not 市场监督管理局
    for (let length = 2; length < base.length; length += 1) {
      const piece = word.slice(start, start + length);
      if (piece.length === length && piece.endsWith(last) && isWithin(piece, base)) found.push(piece);
    }
  }
  return found;
}

function isWithin(piece, name) {
  let place = -1;
  return [...piece].every((one) => {
    place = name.indexOf(one, place + 1);
    return place >= 0;
  });
}

function takeGrade(word, filters) {
  const found = word.match(GRADE);
  if (!found || !GRADE_ALONE.test(found[0])) return word;
  filters.push(["grade", (found[1] ?? found[2])[0]]);
  return `${word.slice(0, found.index)} ${word.slice(found.index + found[0].length)}`;
}
