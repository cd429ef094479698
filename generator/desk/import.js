// Files that are dropped on the page are those of its form.
{
  const form = document.querySelector("form.drop");
  const said = document.querySelector(".said");
  const input = form && form.querySelector("input[type=file]");

  const complaint = (files) => {
    const size = [...files].reduce((sum, { size }) => sum + size, 0);
    if (files.length > Number(form.dataset.most)) {
      return `一次最多 ${form.dataset.most} 个文件。请压成一个 zip，或者分几次。`;
    }
    if (size > Number(form.dataset.bytes)) return "文件加起来太大。请分几次导入。";
    return "";
  };

  const send = () => {
    const wrong = complaint(input.files);
    said.textContent = wrong || "正在传…";
    if (wrong || !input.files.length) return;
    document.body.dataset.leaves = "true";
    form.submit();
  };

  if (form) {
    for (const name of ["dragenter", "dragover"]) {
      form.addEventListener(name, (event) => {
        event.preventDefault();
        form.classList.add("over");
      });
    }
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry());
      if (entries.some((one) => one && one.isDirectory)) {
        said.textContent = "这是文件夹。请先压成 zip，再放进来。";
        return;
      }
      input.files = event.dataTransfer.files;
      send();
    });
    input.addEventListener("change", send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    // A file that misses the box must not be opened in the place of the page.
    for (const name of ["dragover", "drop"]) {
      addEventListener(name, (event) => event.preventDefault());
    }
  }
}
