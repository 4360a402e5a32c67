// [data-cp-signature]: draws by pointer into the path of an SVG of 600 by 160 units and keeps the path in the hidden input.
// An extra beside the typed name, which is the signature's primary way.
const WIDTH = 600;
const HEIGHT = 160;

for (const box of document.querySelectorAll("[data-cp-signature]")) {
  const drawing = box.querySelector("svg");
  const ink = box.querySelector(".cp-sign__ink");
  const input = box.querySelector("input[type=hidden]");
  let strokes = input.value ? input.value.split(/(?=M)/) : [];

  const show = () => {
    input.value = strokes.join("");
    ink.setAttribute("d", input.value);
  };
  const point = (event) => {
    const area = drawing.getBoundingClientRect();
    const within = (value, size, end) => Math.min(Math.max((value / size) * end, 0), end).toFixed(1);
    return `${within(event.clientX - area.left, area.width, WIDTH)} ${within(event.clientY - area.top, area.height, HEIGHT)}`;
  };
  const draw = (event) => {
    strokes[strokes.length - 1] += `L${point(event)}`;
    show();
  };
  const changed = () => input.dispatchEvent(new Event("change", { bubbles: true }));

  drawing.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    drawing.setPointerCapture(event.pointerId);
    strokes.push(`M${point(event)}`);
    draw(event);
    drawing.addEventListener("pointermove", draw);
  });
  drawing.addEventListener("lostpointercapture", () => {
    drawing.removeEventListener("pointermove", draw);
    changed();
  });
  box.querySelector("[data-cp-signature-undo]").addEventListener("click", () => {
    strokes.pop();
    show();
    changed();
  });
  box.querySelector("[data-cp-signature-clear]").addEventListener("click", () => {
    strokes = [];
    show();
    changed();
  });
  box.querySelector("[data-cp-signature-off]").hidden = true;
  box.querySelector("[data-cp-signature-pad]").hidden = false;
}
