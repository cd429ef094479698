// The contents of a form: which section is in sight, and how much is wrong in each.
{
  const form = document.querySelector("form.edit[data-check]");
  const links = Array.from(document.querySelectorAll(".contents a"));
  const sections = links.map((link) => document.getElementById(link.hash.slice(1)));

  const count = () => {
    links.forEach((link, number) => {
      const found = sections[number].querySelectorAll(".problems > li").length;
      const box = link.querySelector(".counted");
      box.classList.toggle("error", Boolean(sections[number].querySelector(".problems > .error")));
      box.textContent = "";
      if (!found) return;
      const told = document.createElement("b");
      const rest = document.createElement("span");
      told.textContent = String(found);
      rest.className = "unseen";
      rest.textContent = "个问题";
      box.append(told, rest);
    });
    const level = (name) => form.querySelectorAll(`.problems > .${name}`).length;
    const summary = form.querySelector(".state > summary");
    if (summary) summary.textContent = `${level("error")} 个错误，${level("warning")} 个警告`;
  };

  // The list of all problems, made anew of those beside the fields.
  const list = () => {
    const box = form.querySelector(".summary");
    if (!box) return;
    box.textContent = "";
    for (const one of form.querySelectorAll(".problems-of > .problems > li")) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const level = document.createElement("b");
      const of = one.closest(".problems-of");
      level.textContent = one.querySelector("b").textContent;
      link.textContent = (one.dataset.key || "").replace(/^\S+ /, "").slice(0, 60);
      link.href = `#${encodeURIComponent(of.dataset.of === "rest" ? "main" : of.dataset.of)}`;
      item.className = one.className;
      item.append(level, " ", link);
      box.append(item);
    }
  };

  const seen = () => {
    const top = document.querySelector(".guide").getBoundingClientRect().bottom + 30;
    let now = 0;
    sections.forEach((one, number) => {
      if (one.getBoundingClientRect().top <= top) now = number;
    });
    links.forEach((link, number) => {
      if (number !== now) return link.removeAttribute("aria-current");
      if (link.hasAttribute("aria-current")) return null;
      link.setAttribute("aria-current", "true");
      const bar = link.parentElement;
      const left = link.offsetLeft - bar.offsetLeft;
      if (left < bar.scrollLeft || left + link.offsetWidth > bar.scrollLeft + bar.clientWidth) bar.scrollLeft = left;
      return null;
    });
  };

  if (form && links.length) {
    form.addEventListener("checked", () => {
      count();
      list();
    });
    let waits = false;
    const later = () => {
      if (!waits) requestAnimationFrame(() => { waits = false; seen(); });
      waits = true;
    };
    form.addEventListener("scroll", later);
    addEventListener("scroll", later);
    seen();
  }
}
