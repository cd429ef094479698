// The page that compares: two to six reports, departments or years, as the address names them.

import { ROOT } from "../search/client.js";
import { element, fill } from "../search/elements.js";
import { comparedReports, comparedSums, indicatorTable } from "./compared.js";
import { MOST } from "./picks.js";
import { fetched, listedYears, Reports, toldOf, yearFile } from "./reports.js";

const KINDS = { report: "份报告", department: "个部门", year: "个年度" };
const PATTERNS = { report: /^\d{4}\/[a-z0-9-]+\/[a-z0-9-]+$/, department: /^[a-z0-9-]+(\/\d{4})?$/, year: /^\d{4}$/ };
const place = document.getElementById("jx-comparison");
const status = document.getElementById("jx-comparison-status");
const body = element("div", {});
place.append(body);
addEventListener("popstate", run);
run();

/** Kind and names of what the address asks for, each once, no more than can stand side by side. */
function asked() {
  const parameters = new URLSearchParams(location.search);
  const kind = Object.keys(KINDS).find((one) => parameters.has(one));
  const ids = kind ? [...new Set(parameters.getAll(kind))].filter((id) => PATTERNS[kind].test(id)) : [];
  return { kind, ids: ids.slice(0, MOST), left: ids.length - MOST };
}

async function run() {
  const { kind, ids, left } = asked();
  delete place.dataset.shows;
  if (ids.length === 0) {
    status.textContent = "";
    fill(body, ...explained());
  } else {
    status.textContent = "正在读取数据…";
    try {
      const reports = await loaded(kind, ids);
      await (kind === "report" ? showReports(reports, ids, left) : showSums(reports, kind, ids, left));
      const columns = body.querySelectorAll("thead .jx-drop").length;
      if (columns === 0) fill(body, ...explained());
      if (columns === 1) body.append(places());
    } catch (error) {
      const again = element("button", { type: "button", class: "jx-button" }, "再试一次");
      again.addEventListener("click", run);
      status.textContent = "";
      status.append(`${toldOf(error)}。 `, again);
    }
  }
  place.dataset.shows = location.search;
}

function explained() {
  return [
    element("p", {}, "在列表里勾选两到六项，再按屏幕下方的“比较”：报告、部门、年度都可以。选的记在网址里，可以发给别人，也可以打印。"),
    places(),
  ];
}

function places() {
  const link = (address, words) => element("a", { href: new URL(address, ROOT).href }, words);
  return element("p", {}, "从这里选：", link("explore/", "全部报告"), "、", link("departments/", "部门"), "、", link("years/", "年度"), "。同一项目的各年度，项目的“历年情况”页已经并排。");
}

/** The listings that are needed, newest first. */
async function loaded(kind, ids) {
  const reports = new Reports();
  const years = kind === "report" ? ids.map((id) => id.slice(0, 4)) : kind === "year" ? ids : ids.map((id) => id.split("/")[1]);
  const wanted = years.every(Boolean) ? [...new Set(years)] : (await listedYears()).map(([year]) => year);
  for (const file of await Promise.all(wanted.map(yearFile))) if (file) reports.add(file);
  return reports;
}

/** The same address without one of those that are compared. */
function without(kind, ids, id) {
  const rest = ids.filter((one) => one !== id);
  return `?${new URLSearchParams(rest.map((one) => [kind, one])).toString().replace(/%2F/g, "/")}`;
}

function removing(kind, ids, id, name) {
  const button = element("button", { type: "button", class: "jx-drop", "aria-label": `不比较${name}` }, "去掉");
  button.addEventListener("click", async () => {
    const number = [...body.querySelectorAll(".jx-drop")].indexOf(button);
    history.pushState(null, "", ids.length > 1 ? without(kind, ids, id) : location.pathname);
    await run();
    const left = body.querySelectorAll(".jx-drop");
    (left[Math.min(number, left.length - 1)] ?? body.querySelector("a"))?.focus({ preventScroll: true });
  });
  return button;
}

function tell(kind, found, missing, left) {
  const notes = found > 0 ? [`比较 ${found} ${KINDS[kind]}`] : [];
  if (missing.length) notes.push(`没有找到：${missing.join("、")}`);
  if (left > 0) notes.push(`一次最多比较 ${MOST} 项，后面 ${left} 项没有列出`);
  if (found === 1) notes.push("再选一项才有可比的");
  status.textContent = `${notes.join("；")}。`;
}

async function showReports(reports, ids, left) {
  const found = ids.map((id) => [id, reports.texts.id.indexOf(id)]).filter(([, row]) => row >= 0);
  const heads = found.map(([id, row]) => ({
    link: new URL(reports.address(row), ROOT).href,
    name: reports.texts.project[row],
    below: `${reports.departmentOf(row).short}，${reports.year[row]} 年度`,
    drop: removing("report", ids, id, reports.texts.project[row]),
  }));
  const rows = found.map(([, row]) => row);
  const full = await Promise.all(found.map(([id, row]) => fullReport(reports.address(row), id.split("/")[2])));
  fill(body, comparedReports(reports, rows, heads), ...indicatorTable(full, heads));
  tell("report", found.length, ids.filter((id) => !found.some(([one]) => one === id)), left);
}

/** A report's own data, beside its page; where an attachment has that name, its name is another. */
async function fullReport(address, slug) {
  for (const name of [slug, `${slug}-web`]) {
    const report = await fetched(`${address}${name}.json`).catch(() => null);
    if (report && report.网址 === address) return report;
  }
  return {};
}

async function showSums(reports, kind, ids, left) {
  const all = [...reports.texts.id.keys()];
  const groups = ids.map((id) => {
    const [slug, year] = kind === "year" ? [null, id] : id.split("/");
    const rows = all.filter((row) => (!slug || reports.departmentOf(row).slug === slug) && (!year || reports.year[row] === Number(year)));
    return { id, slug, year, rows };
  });
  const found = groups.filter(({ rows }) => rows.length > 0);
  const heads = found.map(({ id, slug, year, rows }) => {
    const name = slug ? reports.departmentOf(rows[0]).short : `${year} 年度`;
    const years = [...new Set(rows.map((row) => reports.year[row]))].sort();
    const told = years.length > 1 ? `${years[0]}—${years[years.length - 1]} 年度相加` : `${years[0]} 年度`;
    const address = slug ? `departments/${id}/` : `years/${year}/`;
    return { link: new URL(address, ROOT).href, name, below: slug ? told : "", drop: removing(kind, ids, id, name) };
  });
  fill(body, comparedSums(reports, found.map(({ rows }) => rows), heads));
  tell(kind, found.length, groups.filter(({ rows }) => rows.length === 0).map(({ id }) => id), left);
}
