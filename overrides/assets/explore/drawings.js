// Two drawings of what is shown: score against execution, budget and spending. Shapes carry classes;
// the same figures stand in the table below them.

import { element, fill } from "../search/elements.js";
import { WAN } from "./reports.js";
import { grouped } from "./sums.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 340; // of a drawing, about a phone's
const CELL = 2; // percent or points: reports that lie so near are one circle
const FARTHEST = 150; // percent; what was spent beyond stands at the edge
const MOST_BARS = 12;
const UNITS = [["亿元", 1e4 * WAN], ["万元", WAN]];

function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function picture(height, title, description, shapes) {
  const labels = [shape("title", {}, title), shape("desc", {}, description)];
  return shape("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `${title}。${description}` }, ...labels, ...shapes);
}

function figure(kind, title, note, legend, drawing) {
  const keys = legend.map(([name, number]) => {
    const swatch = shape("svg", { viewBox: "0 0 10 10", "aria-hidden": "true", focusable: "false" },
      shape("g", { class: `color-${number}` }, shape("rect", { width: 10, height: 10 })));
    return element("li", {}, swatch, name);
  });
  const list = keys.length ? [element("ul", { class: "jx-legend" }, ...keys)] : [];
  return element("figure", { class: `jx-chart jx-chart--${kind}` },
    element("figcaption", {}, title, element("small", {}, note)), ...list, drawing);
}

const text = (x, y, words, anchor = "middle") => shape("text", { x, y, "text-anchor": anchor }, words);

/** Score in percent of full marks against the execution rate; the more reports, the larger the circle. */
function scatter(reports, rows) {
  const cells = new Map();
  let lowest = 90;
  let farthest = 100;
  let number = 0;
  for (const row of rows) {
    const [rate, share] = [reports.rate[row], reports.share[row]];
    if (Number.isNaN(rate) || Number.isNaN(share)) continue;
    number += 1;
    const x = Math.min(Math.floor(rate / CELL), FARTHEST / CELL);
    const y = Math.floor(Math.min(share, 100) / CELL);
    lowest = Math.min(lowest, y * CELL);
    farthest = Math.max(farthest, x * CELL);
    cells.set(x * 1000 + y, (cells.get(x * 1000 + y) ?? 0) + 1);
  }
  if (number === 0) return null;
  const [left, right, top, bottom] = [34, WIDTH - 22, 10, 214];
  const least = Math.floor(lowest / 10) * 10;
  const xOf = (rate) => left + (rate / farthest) * (right - left);
  const yOf = (score) => bottom - ((score - least) / (100 - least)) * (bottom - top);
  const most = Math.max(...cells.values());
  const shapes = [];
  for (let rate = 0; rate <= farthest; rate += farthest > 100 ? 25 : 20) {
    shapes.push(shape("path", { class: "jx-guide", d: `M${xOf(rate)} ${top}V${bottom}` }), text(xOf(rate), bottom + 18, `${rate}%`));
  }
  for (let score = least; score <= 100; score += 100 - least > 50 ? 20 : 10) {
    shapes.push(shape("path", { class: "jx-guide", d: `M${left} ${yOf(score)}H${right}` }), text(left - 6, yOf(score) + 4, String(score), "end"));
  }
  for (const [key, count] of cells) {
    const [x, y] = [Math.floor(key / 1000) * CELL, (key % 1000) * CELL];
    const radius = 2.2 + 7 * Math.sqrt((count - 1) / Math.max(most - 1, 1));
    shapes.push(shape("circle", { class: "jx-dot", cx: xOf(Math.min(x + CELL / 2, farthest)), cy: yOf(Math.min(y + CELL / 2, 100)), r: radius.toFixed(1) },
      shape("title", {}, `执行率 ${x}%—${x + CELL}%，得分 ${y}—${Math.min(y + CELL, 100)}：${count} 份`)));
  }
  shapes.push(text(right, bottom + 36, "执行率 →", "end"), text(left, bottom + 36, "纵轴：得分（占满分的 %）", "start"));
  const title = "得分与执行率";
  const note = `两项都有的 ${number} 份；圆越大，报告越多。${farthest >= FARTHEST ? `执行率超过 ${FARTHEST}% 的画在右边。` : ""}数字见下表`;
  return figure("dots", title, note, [], picture(bottom + 42, title, `${number} 份报告的得分和执行率，数字见下表。`, shapes));
}

/** Budget and spending by department, the largest first, or of one department by year. */
function bars(reports, rows) {
  const departments = new Set(rows.map((row) => reports.department[row]));
  const byYear = departments.size === 1;
  const key = byYear ? (row) => reports.year[row] : (row) => reports.department[row];
  let sums = [...grouped(reports, rows, key)]
    .filter(([, { money }]) => money.budget.count)
    .map(([value, { money }]) => [
      byYear ? String(value) : reports.departments.list[value].short, Number(money.budget.total), Number(money.spent.total), value,
    ]);
  if (sums.length < 2) return null;
  const size = ([, budget, spent]) => Math.max(budget, spent);
  sums.sort(byYear ? (one, other) => other[3] - one[3] : (one, other) => size(other) - size(one));
  if (sums.length > MOST_BARS) {
    const rest = sums.slice(MOST_BARS - 1);
    const add = (place) => rest.reduce((sum, one) => sum + one[place], 0);
    sums = [...sums.slice(0, MOST_BARS - 1), [`其余 ${rest.length} 个`, add(1), add(2)]];
  }
  const largest = Math.max(...sums.map(size));
  const [unit, scale] = UNITS.find(([, one]) => largest >= one) ?? UNITS[1];
  const [left, right, rowHeight, top] = [116, WIDTH - 24, 30, 6];
  const bottom = top + sums.length * rowHeight;
  const step = stepOf(largest / scale);
  const end = Math.ceil(largest / scale / step - 1e-9) * step || step;
  const xOf = (value) => left + (value / scale / end) * (right - left);
  const shapes = [];
  for (let place = 0; place * step <= end + step / 2; place += 1) {
    const value = place * step;
    shapes.push(shape("path", { class: "jx-guide", d: `M${xOf(value * scale)} ${top}V${bottom}` }),
      text(xOf(value * scale), bottom + 16, Number(value.toPrecision(3)).toLocaleString("en")));
  }
  for (const [place, [label, budget, spent]] of sums.entries()) {
    const y = top + place * rowHeight;
    const words = label.length > 9 ? `${label.slice(0, 8)}…` : label;
    const bar = (number, value, at) =>
      shape("g", { class: `color-${number}` }, shape("rect", { x: left, y: at, width: Math.max(xOf(value) - left, 0.5).toFixed(1), height: 10 }));
    shapes.push(text(left - 6, y + 19, words, "end"), bar(0, budget, y + 4), bar(1, spent, y + 15));
  }
  const title = byYear ? "各年度预算与支出" : "各部门预算与支出";
  const drawing = picture(bottom + 20, title, `单位：${unit}。${sums.length} 组，数字见“${byYear ? "按年度" : "按部门"}合计”的表。`, shapes);
  return figure("money", title, `单位：${unit}；只计预算、支出都填报的；数字见“${byYear ? "按年度" : "按部门"}合计”的表`, [["全年预算", 0], ["支出", 1]], drawing);
}

/** A step of 1, 2 or 5 times a power of ten, at most five of which reach the largest value. */
function stepOf(largest) {
  const power = 10 ** Math.floor(Math.log10(largest || 1) - 1);
  return [1, 2, 5, 10, 20, 50, 100].map((one) => one * power).find((one) => one * 5 >= largest);
}

export function showDrawings(place, reports, rows) {
  const made = [scatter(reports, rows), bars(reports, rows)].filter(Boolean);
  fill(place, ...(made.length ? made : [element("p", {}, "选出的报告里没有可以画的数字。")]));
}
