// The picture of a chart as PNG too, for programs that take no SVG: drawn by the reader's browser, in
// letters that it has. Without this script, and where pages are opened from a folder, there is SVG.

const SCALE = 2; // of the picture's own size: sharp on paper

if (location.protocol !== "file:") for (const one of document.querySelectorAll(".jx-picture")) attach(one);

function attach(line) {
  const link = line.querySelector("a");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "jx-as-png";
  button.textContent = "下载 PNG";
  button.addEventListener("click", () => save(link).catch(() => location.assign(link.href)));
  line.append(button);
}

async function save(link) {
  const picture = new Image();
  picture.src = link.href;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * SCALE;
  canvas.height = picture.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = document.createElement("a");
  made.href = canvas.toDataURL("image/png");
  made.download = link.download.replace(/svg$/, "png");
  made.click();
}
