// Copies the text of [data-cp-copy-text] inside [data-cp-copy] and says so; the button appears only where copying works.
// Without it the text can be selected by hand.
for (const box of document.querySelectorAll("[data-cp-copy]")) {
  const button = box.querySelector("[data-cp-copy-button]");
  if (!navigator.clipboard || !button) continue;
  const label = box.querySelector("[data-cp-copy-label]");
  const status = box.querySelector("[data-cp-copy-status]");
  const before = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(box.querySelector("[data-cp-copy-text]").textContent.trim());
    } catch {
      return;
    }
    label.textContent = status.textContent = label.dataset.copied;
    setTimeout(() => {
      label.textContent = before;
      status.textContent = "";
    }, 4000);
  });
}
