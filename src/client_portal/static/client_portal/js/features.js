// <form data-cp-features>: when a switch is moved, [data-cp-feature] shows what saving it would do ([data-cp-effect]).
// Whoever has seen that needn't confirm it on a page of its own: the form says so in the field "step".
for (const form of document.querySelectorAll("form[data-cp-features]")) {
  for (const row of form.querySelectorAll("[data-cp-feature]")) {
    const toggle = row.querySelector("input[role=switch]");
    const effect = row.querySelector("[data-cp-effect]");
    const show = () => {
      effect.hidden = toggle.checked !== (effect.dataset.cpEffect === "on");
    };
    toggle.addEventListener("change", show);
    show();
  }
  const step = Object.assign(document.createElement("input"), { type: "hidden", name: "step", value: "confirmed" });
  form.append(step);
}

// A page that comes back from the browser's memory has its switches where they were left.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("[data-cp-feature] input[role=switch]").forEach((toggle) => toggle.dispatchEvent(new Event("change")));
});
