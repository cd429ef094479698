// What needs a script: problems while somebody types, and the place on the page after a save.
{
  const form = document.querySelector("form.edit[data-check]");
  const pause = 400; // milliseconds after the last key

  const show = (box, problems) => {
    // What stays as it was keeps what was typed into it.
    const former = new Map();
    for (const item of box.querySelectorAll(":scope > ul > li")) former.set(item.dataset.key, item);
    box.textContent = "";
    if (!problems.length) return;
    const list = document.createElement("ul");
    list.className = "problems";
    const levels = { 错误: "error", 警告: "warning", 提示: "notice" };
    for (const { level, message, rule } of problems) {
      const key = `${rule} ${message}`;
      if (former.has(key)) {
        list.append(former.get(key));
        continue;
      }
      const item = document.createElement("li");
      item.dataset.key = key;
      item.className = levels[level] || "";
      const mark = document.createElement("b");
      const source = document.createElement("small");
      mark.textContent = level;
      source.textContent = rule;
      item.append(mark, ` ${message} `, source);
      list.append(item);
    }
    box.append(list);
  };

  let asked = 0;
  const check = async () => {
    const number = ++asked;
    // Not in parts, as a form's data would go: a browser writes a quote in their names as %22.
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.check, { method: "POST", body }).catch(() => null);
    if (!answer || !answer.ok || number !== asked) return;
    const { fields = {}, rest = [] } = await answer.json();
    for (const box of form.querySelectorAll(".problems-of")) {
      const found = box.dataset.of === "rest" ? rest : fields[box.dataset.of] || [];
      show(box, found);
      const input = form.elements[box.dataset.of];
      const isWrong = found.some(({ level }) => level === "错误");
      if (input && input.setAttribute) input.setAttribute("aria-invalid", String(isWrong));
    }
    form.dispatchEvent(new Event("checked"));
  };

  if (form) {
    let timer;
    let isChanged = false;
    form.addEventListener("input", () => {
      isChanged = true;
      clearTimeout(timer);
      timer = setTimeout(check, pause);
    });
    // The page comes back where it was.
    const place = `desk-place ${location.pathname}`;
    const top = sessionStorage.getItem(place);
    if (top !== null) form.scrollTop = Number(top);
    sessionStorage.removeItem(place);
    form.addEventListener("submit", () => {
      isChanged = false;
      sessionStorage.setItem(place, String(form.scrollTop));
    });
    // Files that are chosen, or dropped on their box, are sent at once.
    const attach = form.querySelector(".attach");
    if (attach) {
      const input = attach.querySelector("input");
      const send = () => {
        const size = [...input.files].reduce((sum, one) => sum + one.size, 0);
        if (!size) return;
        const isTooBig = size > Number(attach.dataset.bytes);
        attach.querySelector(".note").textContent = isTooBig ? "没有放：文件太大。请分几次，或者压缩图片后再放。" : "正在放…";
        if (isTooBig) return;
        attach.querySelector("button").click();
      };
      input.addEventListener("change", send);
      attach.addEventListener("drop", (event) => {
        const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry());
        if (entries.some((one) => !one || one.isDirectory)) return;
        input.files = event.dataTransfer.files;
        send();
      });
      // A file that misses the box must not be opened in the place of the page.
      for (const name of ["dragover", "drop"]) {
        addEventListener(name, (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
      }
    }
    // Enter means the button beside the input, not 保存.
    form.addEventListener("keydown", (event) => {
      const box = event.target.closest(".accept, .entry, .adding");
      if (event.key !== "Enter" || !box || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      box.querySelector("button").click();
    });
    addEventListener("beforeunload", (event) => {
      if (isChanged) event.preventDefault();
      if (isChanged) event.returnValue = "";
    });
    addEventListener("keydown", (event) => {
      if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.querySelector("button.main").click();
      }
    });
  }
}
