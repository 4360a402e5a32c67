// [data-cp-color]: keeps picker and code in step, shows the contrast with white and a sample, live; swatches set the colour.
// The sample darkens by mixing with black; the server's own derivation (OKLCH) is what the portal finally uses.
const HEX = /^#?([0-9a-f]{6})$/i;
const READABLE = 4.5;
const ON_PAPER = 5.4; // this much with white is 4.5 on every background of ours

const channels = (hex) => [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));
const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);

function withWhite(rgb) {
  const [red, green, blue] = rgb.map(linear);
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

function readable(rgb) {
  let shade = rgb;
  for (let part = 1; part > 0 && withWhite(shade) < ON_PAPER; part -= 0.02) shade = rgb.map((value) => Math.round(value * part));
  return `rgb(${shade.join(" ")})`;
}

for (const box of document.querySelectorAll("[data-cp-color]")) {
  const pick = box.querySelector("input[type=color]");
  const codeBox = box.querySelector("[data-cp-color-code]");
  const code = codeBox.querySelector("input");
  const ratioText = box.querySelector("[data-cp-color-ratio]");
  const sample = box.querySelector("[data-cp-color-sample]");
  const swatches = [...box.querySelectorAll("[data-cp-color-swatches] button")];

  const show = () => {
    const rgb = channels(pick.value);
    const ratio = withWhite(rgb);
    code.value = pick.value;
    ratioText.textContent = ratioText.dataset.text.replace("{ratio}", ratio.toFixed(2));
    ratioText.classList.toggle("cp-badge--success", ratio >= READABLE);
    box.querySelector("[data-cp-color-note]").hidden = ratio >= READABLE;
    const brand = readable(rgb);
    for (const [name, value] of [["brand", brand], ["brand-strong", brand], ["on-brand", "#ffffff"], ["brand-soft", `color-mix(in oklab, ${brand} 12%, #ffffff)`]])
      sample.style.setProperty(`--cp-${name}`, value);
    for (const swatch of swatches) swatch.setAttribute("aria-pressed", String(swatch.value === pick.value));
  };
  const set = (value) => {
    const found = HEX.exec(value.trim());
    if (!found) return;
    pick.value = `#${found[1].toLowerCase()}`;
    show();
  };

  codeBox.hidden = sample.hidden = false;
  box.querySelector("[data-cp-color-swatches]")?.removeAttribute("hidden");
  for (const swatch of swatches) {
    swatch.style.setProperty("background-color", swatch.value);
    swatch.addEventListener("click", () => set(swatch.value));
  }
  pick.addEventListener("input", show);
  code.addEventListener("change", () => set(code.value));
  show();
}
