// Warns before the session ends for lack of activity: counts server seconds from [data-idle-seconds], POSTs [data-extend-url].
// Passive: moving or typing never extends by itself; any full page load starts anew. At the end it goes to [data-ended-url].
const dialog = document.querySelector("dialog[data-cp-session]");

if (dialog) {
  const left = dialog.querySelector("[data-cp-session-left]");
  const failed = dialog.querySelector("[data-cp-session-error]");
  const warnSeconds = Number(dialog.dataset.warnSeconds);
  let endsAt = Date.now() + Number(dialog.dataset.idleSeconds) * 1000;

  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  const tick = () => {
    const seconds = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
    if (seconds <= warnSeconds && !dialog.open) dialog.showModal();
    left.textContent = clock(seconds);
    if (seconds === 0) {
      clearInterval(timer);
      if (dialog.dataset.endedUrl) location.assign(dialog.dataset.endedUrl);
      else location.reload();
    }
  };

  const extend = async () => {
    const token = dialog.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    failed.hidden = true;
    try {
      const answer = await fetch(dialog.dataset.extendUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      endsAt = Date.now() + (await answer.json()).idle_seconds * 1000;
      dialog.close();
    } catch {
      failed.hidden = false;
    }
  };

  dialog.querySelector("[data-cp-session-extend]").addEventListener("click", extend);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    extend();
  });
  document.addEventListener("cp:activity", (event) => {
    endsAt = Date.now() + event.detail.idle_seconds * 1000;
  });
  document.addEventListener("visibilitychange", tick);
  const timer = setInterval(tick, 1000);
}
