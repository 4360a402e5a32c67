// [data-cp-upload]: lists chosen files with their size and takes dropped ones; the native button stays the first way.
// <form data-cp-upload-form> is sent with a progress bar; the answer replaces the page as a plain post would.
const units = ["B", "KB", "MB", "GB"];

function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${units[unit]}`;
}

function line(file) {
  const item = document.createElement("li");
  for (const text of [file.name, size(file.size)]) item.append(Object.assign(document.createElement("span"), { textContent: text }));
  return item;
}

for (const box of document.querySelectorAll("[data-cp-upload]")) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-cp-upload-list]");
  const over = (isOver) => box.classList.toggle("cp-file--over", isOver);
  const show = () => {
    list.replaceChildren(...[...input.files].map(line));
    list.hidden = input.files.length === 0;
  };
  input.addEventListener("change", show);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  box.addEventListener("dragleave", () => over(false));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length || input.disabled) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// The answer was fetched once, with its messages: show it instead of asking for it again.
function show(request, form) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return form.submit();
  if (request.responseURL !== location.href) history.pushState(null, "", request.responseURL);
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  (main.querySelector("[data-cp-focus]") ?? main).focus();
}

function sendWithProgress(form) {
  const bar = form.querySelector("[data-cp-upload-progress]");
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.upload.addEventListener("progress", (event) => {
    bar.hidden = false;
    if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
  });
  request.addEventListener("error", () => form.submit());
  request.addEventListener("load", () => show(request, form));
  request.send(new FormData(form));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const hasFile = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  if (!form.matches("[data-cp-upload-form]") || !hasFile || event.defaultPrevented) return;
  event.preventDefault();
  sendWithProgress(form);
});
