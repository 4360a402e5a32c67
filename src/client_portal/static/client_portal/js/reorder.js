// Drag as an extra for [data-cp-reorder data-url]: sends the ids of [data-id] in their new order; arrow keys work on the grip too.
// The way that always works are the Up and Down buttons in each row.
const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-id]")];
const orderOf = (list) => rowsOf(list).map((row) => row.dataset.id);

async function send(list) {
  const body = new FormData();
  for (const id of orderOf(list)) body.append("order", id);
  const token = list.querySelector("[name=csrfmiddlewaretoken]") ?? document.querySelector("[name=csrfmiddlewaretoken]");
  body.append("csrfmiddlewaretoken", token?.value ?? "");
  const answer = await fetch(list.dataset.url, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) location.reload();
}

function dragStart(list, row, down) {
  const before = orderOf(list).join();
  const move = (event) => {
    const over = rowsOf(list).find((other) => {
      const box = other.getBoundingClientRect();
      return other !== row && event.clientY > box.top && event.clientY < box.bottom;
    });
    if (!over) return;
    const box = over.getBoundingClientRect();
    over[event.clientY > box.top + box.height / 2 ? "after" : "before"](row);
  };
  const end = () => {
    row.classList.remove("cp-sort__item--lifted");
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    if (orderOf(list).join() !== before) send(list);
  };
  down.preventDefault();
  row.classList.add("cp-sort__item--lifted");
  // On the document: a row that moves within the page would lose the pointer it has captured.
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
}

function step(list, row, event) {
  const other = event.key === "ArrowUp" ? row.previousElementSibling : event.key === "ArrowDown" ? row.nextElementSibling : null;
  if (!other?.dataset.id) return;
  event.preventDefault();
  other[event.key === "ArrowUp" ? "before" : "after"](row);
  event.currentTarget.focus();
  send(list);
}

for (const list of document.querySelectorAll("[data-cp-reorder][data-url]")) {
  for (const row of rowsOf(list)) {
    const grip = row.querySelector("[data-cp-grip]");
    if (!grip) continue;
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => dragStart(list, row, event));
    grip.addEventListener("keydown", (event) => step(list, row, event));
  }
}
