// Shows the portal's address while it is typed and asks [data-check-url]?slug=… whether it is free: {available, message, suggestions}.
// Markup: [data-cp-slug data-check-url] with an input, [data-cp-slug-text], [data-cp-slug-state], [data-cp-slug-ideas].
const PAUSE = 350;

const tidy = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+/, "");

function show(box, answer) {
  const state = box.querySelector("[data-cp-slug-state]");
  state.textContent = answer?.message ?? "";
  state.classList.toggle("cp-address__state--free", answer?.available === true);
  state.classList.toggle("cp-address__state--taken", answer?.available === false);
  const ideas = (answer?.suggestions ?? []).map((idea) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cp-btn cp-btn--secondary cp-btn--sm";
    button.textContent = button.value = idea;
    return button;
  });
  box.querySelector("[data-cp-slug-ideas]")?.replaceChildren(...ideas);
}

for (const box of document.querySelectorAll("[data-cp-slug]")) {
  const input = box.querySelector("input");
  const text = box.querySelector("[data-cp-slug-text]");
  let timer = 0;
  let asked = 0;

  const check = async (slug) => {
    const mine = ++asked;
    const address = `${box.dataset.checkUrl}?slug=${encodeURIComponent(slug)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then((reply) => (reply.ok ? reply.json() : null))
      .catch(() => null);
    if (mine === asked) show(box, answer);
  };

  const typed = () => {
    const caret = input.selectionStart;
    const slug = tidy(input.value);
    if (slug !== input.value) {
      input.value = slug;
      input.setSelectionRange(caret, caret);
    }
    text.textContent = slug || text.dataset.empty || "";
    show(box, null);
    clearTimeout(timer);
    asked += 1;
    if (slug && box.dataset.checkUrl) timer = setTimeout(check, PAUSE, slug);
  };

  input.addEventListener("input", typed);
  box.querySelector("[data-cp-slug-ideas]")?.addEventListener("click", (event) => {
    if (!event.target.value) return;
    input.value = event.target.value;
    typed();
    input.focus();
  });
}
