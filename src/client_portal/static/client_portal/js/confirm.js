// Asks before <form data-cp-confirm-form data-confirm-title data-confirm-text data-confirm-label> is sent, in the layout's dialog.
// Without it the form is sent at once, so what can't be undone also has a page of its own.
const dialog = document.querySelector("dialog[data-cp-confirm]");
let waiting = null;

if (dialog) {
  const part = (name) => dialog.querySelector(`[data-cp-confirm-${name}]`);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-cp-confirm-form]") || form.dataset.confirmed) return;
    event.preventDefault();
    waiting = { form, submitter: event.submitter };
    part("title").textContent = form.dataset.confirmTitle;
    part("text").textContent = form.dataset.confirmText ?? "";
    part("yes").textContent = form.dataset.confirmLabel;
    dialog.showModal();
  });
  part("no").addEventListener("click", () => dialog.close());
  part("yes").addEventListener("click", () => {
    dialog.close();
    waiting.form.dataset.confirmed = "yes";
    waiting.form.requestSubmit(waiting.submitter);
    delete waiting.form.dataset.confirmed;
  });
}
