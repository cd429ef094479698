// What a reader takes along: where the report stands, on which day it was read, and a click that
// copies the citation or a figure together with it. Without this script the day is left to be filled in.

const cite = document.querySelector(".jx-cite");
const link = cite.querySelector("a");
const isKnown = link.textContent.includes("://") || location.protocol === "file:";
const address = isKnown ? link.textContent : bare(link.href);
const now = new Date();
const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(twoDigits).join("-");
const status = document.createElement("p");

link.textContent = address;
cite.querySelector(".jx-cite__day").textContent = day;
const source = cite.textContent.trim(); // by GB/T 7714, complete
status.className = "jx-copied";
status.setAttribute("role", "status");

const figures = [...document.querySelectorAll(".jx-figures--report > div")].filter(isStated);
const told = `来源：${source.replace(/\.$/, "")}`;
const line = document.createElement("p");
line.className = "jx-copies";
line.append(button("复制引用", () => source));
if (figures.length > 0) {
  line.append(button("复制关键数字", () => [...figures.map(figureText), told].join("\n")));
}
cite.after(line, status);
for (const figure of figures) {
  const text = figureText(figure);
  const made = button("", () => `${text}（${told}）`);
  made.className = "jx-copy";
  made.setAttribute("aria-label", `复制“${text}”和出处`);
  made.title = "复制数字和出处";
  figure.querySelector("dd").append(made);
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}

function bare(href) {
  const url = new URL(href);
  return url.origin + url.pathname;
}

function isStated(figure) {
  return !figure.querySelector("dd > .jx-none") || figure.querySelector(".jx-note");
}

/** `全年预算 1,206.35 万元`, with what the page says beside it: `执行率 88%，按数据计算 87.9%`. */
function figureText(figure) {
  const [value, note] = [...figure.querySelectorAll("dd:not(.jx-places)")].map((one) => one.textContent.trim());
  const label = figure.querySelector("dt").textContent.trim();
  return `${label} ${value}${note ? `，${note}` : ""}`;
}

function button(label, text) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "jx-button";
  made.textContent = label;
  made.addEventListener("click", async () => {
    const isCopied = await copy(text());
    for (const one of document.querySelectorAll(".jx-is-copied")) one.classList.remove("jx-is-copied");
    made.classList.toggle("jx-is-copied", isCopied);
    if (isCopied) status.textContent = `已复制：${text().split("\n")[0]}`;
    else offer(text());
  });
  return made;
}

/** Browsers hand out the clipboard on encrypted pages alone; elsewhere by the old way. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const box = textBox(text);
    box.className = "jx-hidden";
    document.body.append(box);
    box.select();
    const isCopied = document.execCommand("copy");
    box.remove();
    before?.focus({ preventScroll: true });
    return isCopied;
  }
}

/** Where nothing copies by itself, the text stands selected. */
function offer(text) {
  const box = textBox(text);
  box.className = "jx-copy-box";
  box.setAttribute("aria-label", "要复制的文字");
  status.textContent = "浏览器不让网页复制。文字已经选中，请按 Ctrl+C：";
  status.append(box);
  box.select();
}

function textBox(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.readOnly = true;
  return box;
}
