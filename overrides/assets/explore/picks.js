// What the reader ticked in lists to compare it: kept while the tab is open, from list to list.

import { ROOT } from "../search/client.js";
import { element, fill } from "../search/elements.js";

export const MOST = 6;
const PLACE = `jixiao${ROOT.pathname}picks`;
const MEASURES = { report: "份报告", department: "个部门", year: "个年度" };

let kind = "report"; // what was ticked last; reports and departments cannot stand side by side
let picked = { report: [], department: [], year: [] }; // [id, name] of each
let bar = null;

try {
  ({ kind, picked } = JSON.parse(sessionStorage.getItem(PLACE)) ?? { kind, picked });
} catch {
  // Storage is forbidden, or not ours: what is ticked holds for this page only.
}

function keep() {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ kind, picked }));
  } catch {
    // As above.
  }
}

/** A box to tick for a row of a list; `name` tells screen readers of what. */
export function pickBox(of, id, name) {
  const box = element("input", { type: "checkbox", class: "jx-pick", "data-of": of, "data-id": id, "aria-label": `比较：${name}`, title: "选来比较" });
  box.checked = picked[of].some(([one]) => one === id);
  box.addEventListener("change", () => {
    const others = picked[of].filter(([one]) => one !== id);
    const isFull = box.checked && others.length >= MOST;
    if (isFull) box.checked = false;
    else picked[of] = box.checked ? [...others, [id, name]] : others;
    kind = of;
    keep();
    showPicks(isFull ? `最多比较 ${MOST} 项` : "");
  });
  return box;
}

/** The address that compares them. */
export function comparing(of, ids) {
  const parameters = new URLSearchParams(ids.map((id) => [of, id]));
  return new URL(`compare/?${parameters}`.replace(/%2F/g, "/"), ROOT).href;
}

/** The bar at the foot of the screen that leads to what was ticked. */
export function showPicks(note = "") {
  const chosen = picked[kind];
  if (!bar) {
    bar = element("section", { class: "jx-picks", "aria-label": "选来比较的", hidden: true }, element("p", { role: "status" }), element("div", {}));
    document.body.append(bar);
  }
  bar.hidden = chosen.length === 0;
  document.documentElement.classList.toggle("jx-picking", chosen.length > 0);
  const [told, does] = bar.children;
  const names = chosen.map(([, name]) => name).join("、");
  told.textContent = chosen.length ? `已选 ${chosen.length} ${MEASURES[kind]}：${names}${note ? `。${note}` : ""}` : "";
  const clear = element("button", { type: "button", class: "jx-button" }, "清除");
  clear.addEventListener("click", () => {
    picked[kind] = [];
    keep();
    const boxes = [...document.querySelectorAll(`.jx-pick[data-of="${kind}"]`)];
    const next = boxes.find((box) => box.checked) ?? document.querySelector(".jx-pick"); // the button goes
    for (const box of boxes) box.checked = false;
    showPicks();
    next?.focus({ preventScroll: true });
  });
  const link = element("a", { class: "jx-button", href: comparing(kind, chosen.map(([id]) => id)) }, `比较 ${chosen.length} 项`);
  fill(does, ...(chosen.length > 1 ? [link] : [element("span", {}, "再选一项就可以比较 ")]), clear);
}
