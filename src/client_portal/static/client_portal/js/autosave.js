// Saves <form data-autosave-url> a moment after each change: POSTs its fields (no files) and "changed", the names that changed; reads
// {version, saved_at} into the hidden "version" and [data-cp-saved]. 409 shows [data-cp-conflict] and stops; other failures offer "try again". The Save button always works too.
const PAUSE = 800;
const PATIENCE = 5000;

const textOf = (form, name, fallback) => form.querySelector("[data-cp-saved]")?.dataset[name] ?? fallback;

function say(form, text, failed = false) {
  const status = form.querySelector("[data-cp-saved]");
  if (!status) return;
  status.classList.toggle("cp-saved--failed", failed);
  status.replaceChildren(text);
}

function offerRetry(form, save) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cp-btn cp-btn--quiet cp-btn--sm";
  button.textContent = textOf(form, "retry", "Try again");
  button.addEventListener("click", save);
  form.querySelector("[data-cp-saved]")?.append(button);
}

function clockTime(moment) {
  return new Date(moment).toLocaleTimeString(document.documentElement.lang || undefined, { hour: "numeric", minute: "2-digit" });
}

function showConflict(form, current) {
  const panel = form.querySelector("[data-cp-conflict]");
  if (!panel) return say(form, textOf(form, "conflict", "This was changed somewhere else. Reload the page to see it."), true);
  for (const side of panel.querySelectorAll("[data-cp-conflict-current]")) side.textContent = current ?? side.textContent;
  panel.hidden = false;
  panel.tabIndex = -1;
  panel.focus();
}

function bodyOf(form, changed) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  for (const name of changed) body.append("changed", name);
  return body;
}

function watch(form) {
  const changed = new Set();
  let timer = 0;
  let chain = Promise.resolve();
  let waiting = 0;
  let isHeld = false;
  let stopped = false;

  const send = async () => {
    if (stopped) return;
    const sent = [...changed];
    changed.clear();
    say(form, textOf(form, "saving", "Saving"));
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: bodyOf(form, sent),
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Requested-With": "fetch", Accept: "application/json" },
        credentials: "same-origin",
      });
      const body = await answer.json().catch(() => ({}));
      if (answer.status === 409) {
        stopped = true;
        say(form, "");
        return showConflict(form, body.current);
      }
      if (!answer.ok) throw new Error(String(answer.status));
      if (form.elements.version && body.version !== undefined) form.elements.version.value = body.version;
      say(form, textOf(form, "saved", "Saved at {time}").replace("{time}", clockTime(body.saved_at)));
      if (body.idle_seconds) document.dispatchEvent(new CustomEvent("cp:activity", { detail: body }));
    } catch {
      for (const name of sent) changed.add(name);
      say(form, textOf(form, "failed", "Not saved yet."), true);
      offerRetry(form, save);
    }
  };

  // One request at a time, so that each carries the version that the one before brought back.
  const save = () => {
    clearTimeout(timer);
    waiting += 1;
    chain = chain.then(send).finally(() => (waiting -= 1));
  };
  form.addEventListener("input", (event) => {
    changed.add(event.target.name);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("change", (event) => {
    changed.add(event.target.name);
    save();
  });
  // A press on Save takes the field's focus and so saves it: the form waits for that answer and sends the version it brings.
  form.addEventListener("submit", (event) => {
    stopped = true;
    clearTimeout(timer);
    if (!waiting) return;
    event.preventDefault();
    if (isHeld) return;
    isHeld = true;
    const late = new Promise((done) => setTimeout(done, PATIENCE));
    Promise.race([chain, late]).then(() => {
      waiting = 0;
      form.requestSubmit(event.submitter);
    });
  });
  addEventListener("online", () => form.querySelector(".cp-saved--failed") && save());
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) watch(form);
