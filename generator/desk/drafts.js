// What is typed and not saved yet is kept in this browser, and offered again after a crash.
{
  const form = document.querySelector("form.edit");
  const kept = `desk-draft ${location.pathname}`;
  const fields = () =>
    Array.from(form.elements).filter((one) => one.name && one.type !== "hidden" && one.type !== "file" && one.type !== "submit");
  const isTyped = (field) => {
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const chosen = Array.from(field.options).find((one) => one.defaultSelected) || field.options[0];
    return Boolean(chosen) && field.value !== chosen.value;
  };
  // Without storage, or where it is full, the desk works as before.
  const store = (work) => {
    try {
      return work(localStorage);
    } catch (error) {
      return null;
    }
  };
  const read = () => store((storage) => JSON.parse(storage.getItem(kept)));

  const keep = () => {
    const values = {};
    for (const one of fields().filter(isTyped)) values[one.name] = one.value;
    if (!Object.keys(values).length) return store((storage) => storage.removeItem(kept));
    const draft = { digest: form.elements.digest.value, values };
    return store((storage) => storage.setItem(kept, JSON.stringify(draft)));
  };

  const restore = (draft) => {
    // What the desk compares with: what was shown when it was typed, not what is shown now.
    form.elements.digest.value = draft.digest;
    for (const one of fields()) {
      if (typeof draft.values[one.name] === "string") one.value = draft.values[one.name];
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const button = (label, work) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", work);
    return made;
  };

  const offer = (draft) => {
    const box = document.createElement("p");
    box.className = "note draft";
    box.setAttribute("role", "status");
    box.append(`上次写了还没有保存的有 ${Object.keys(draft.values).length} 处。 `);
    box.append(button("放回来", () => { restore(draft); box.remove(); }), " ");
    box.append(button("不要了", () => { store((storage) => storage.removeItem(kept)); box.remove(); }));
    form.querySelector("h1").after(box);
  };

  if (form && form.elements.digest) {
    const said = new URLSearchParams(location.search).get("said");
    if (said === "saved" || said === "same") store((storage) => storage.removeItem(kept));
    const draft = read();
    const isDraft = draft && typeof draft.digest === "string" && draft.values && typeof draft.values === "object";
    const isNews = isDraft && fields().some((one) => one.name in draft.values && draft.values[one.name] !== one.value);
    if (isNews) offer(draft);
    form.addEventListener("input", keep);
  }
}
