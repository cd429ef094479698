// What is shown, as a file: UTF-8 with a mark at its beginning, RFC 4180, exact amounts in 元. A cell
// is empty where a report states nothing; two columns say of what, and what its form does not ask.

import { ROOT } from "../search/client.js";
import { ASKED } from "./reports.js";

const COLUMNS = [
  ["网址", (reports, row) => new URL(reports.address(row), ROOT).href],
  ["项目名称", (reports, row) => reports.texts.project[row]],
  ["报告标题", (reports, row) => reports.texts.title[row]],
  ["部门", (reports, row) => reports.departmentOf(row).name],
  ["部门当时名称", (reports, row) => reports.texts.issued_by[row]],
  ["年度", (reports, row) => reports.year[row], true],
  ["评价类型", (reports, row) => reports.kinds.list[reports.kind[row]]],
  ["全年预算（元）", (reports, row) => reports.stated.budget[row], true],
  ["上年全年预算（元）", (reports, row) => reports.stated.budget_before[row], true],
  ["支出（元）", (reports, row) => reports.stated.spent[row], true],
  ["执行率（%）", (reports, row) => reports.stated.rate[row], true],
  ["执行率是自报的", (reports, row) => (reports.texts.rate_claimed[row] ? "是" : null)],
  ["得分", (reports, row) => reports.stated.score[row], true],
  ["满分", (reports, row) => reports.stated.total[row], true],
  ["等级", (reports, row) => reports.grades.list[reports.grade[row]]],
  ["满意度（%）", (reports, row) => reports.stated.satisfaction[row], true],
  ["检查提示（条）", (reports, row) => reports.findings[row], true],
  ["公开日期", (reports, row) => reports.texts.published[row]],
  ["最近更正日期", (reports, row) => reports.texts.amended[row]],
  ["未填报", (reports, row) => names(reports.unstated[row])],
  ["表格不要求填", (reports, row) => names(reports.notAsked[row])],
];

const names = (mask) => ASKED.filter(({ bit }) => mask & bit).map(({ label }) => label).join("、");

export function csv(reports, rows) {
  const lines = [COLUMNS.map(([name]) => name)];
  for (const row of rows) lines.push(COLUMNS.map(([, value, isNumber]) => field(value(reports, row) ?? "", isNumber)));
  return `\ufeff${lines.map((line) => `${line.join(",")}\r\n`).join("")}`;
}

/** A number stays one; text that a program would take for a formula gets an apostrophe. */
function field(value, isNumber) {
  if (isNumber) return value;
  const text = /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Hand a file to the reader. */
export function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // a browser may read it a little later
}
