// Moves focus to [data-cp-focus] (the error summary, a new step's heading) when the page opens.
// Links of the error summary bring the control's label into view, not only the control.
const target = document.querySelector("[data-cp-focus]");
if (target) {
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}

for (const link of document.querySelectorAll(".cp-errsum a[href^='#']")) {
  link.addEventListener("click", (event) => {
    const control = document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    (control.closest(".cp-field") ?? control).scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });
}
