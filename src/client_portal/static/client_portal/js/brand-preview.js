// <form data-cp-brand data-preview-url>: while somebody types, [data-cp-brand-preview] shows the looks that are not saved yet.
// The server draws the sample; a chosen logo stays here and is shown from the file itself.
const PAUSE = 300;

for (const form of document.querySelectorAll("form[data-cp-brand]")) {
  const box = form.querySelector("[data-cp-brand-preview]");
  const file = form.querySelector("input[type=file]");
  let timer = 0;
  let asked = 0;
  let logo = "";

  const showLogo = () => {
    if (!logo) return;
    for (const mark of box.querySelectorAll(".cp-practice__mark, .cp-practice__logo"))
      mark.replaceWith(Object.assign(document.createElement("img"), { className: "cp-practice__logo", src: logo, alt: "" }));
  };

  const typed = () => {
    const data = new FormData(form);
    data.delete(file.name);
    return data;
  };

  // The new style sheet comes first, so that the sample never stands there in the wrong color.
  const put = async (html) => {
    const part = document.createRange().createContextualFragment(html);
    const sheet = part.querySelector("link[rel=stylesheet]");
    const known = document.head.querySelector("link[data-cp-brand-sheet]");
    if (known?.getAttribute("href") !== sheet.getAttribute("href")) {
      const fresh = Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet.href });
      fresh.dataset.cpBrandSheet = "";
      await new Promise((done) => {
        fresh.onload = fresh.onerror = done;
        document.head.append(fresh);
      });
      known?.remove();
    }
    sheet.remove();
    box.replaceChildren(part);
    showLogo();
  };

  const ask = async () => {
    const mine = ++asked;
    const answer = await fetch(form.dataset.previewUrl, {
      method: "POST",
      body: typed(),
      headers: { "X-Requested-With": "fetch" },
      credentials: "same-origin",
    }).catch(() => null);
    if (answer?.ok && mine === asked) await put(await answer.text());
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };

  file.addEventListener("change", () => {
    if (logo) URL.revokeObjectURL(logo);
    logo = file.files[0]?.type.startsWith("image/") ? URL.createObjectURL(file.files[0]) : "";
    later();
  });
  form.addEventListener("input", (event) => event.target !== file && later());
  form.addEventListener("click", (event) => event.target.closest("[data-cp-color-swatches] button") && later());
  form.addEventListener("change", later);
  form.querySelector("[data-cp-brand-button]").remove();
}
