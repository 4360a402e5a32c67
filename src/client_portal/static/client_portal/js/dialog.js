// <a href="page" data-cp-dialog="id"> opens <dialog id="id"> that holds the same form as the page; [data-cp-dialog-close] closes it.
// Without it the link leads to the page. A dialog with data-cp-dialog-open (a form that came back with errors) opens at once.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-cp-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.cpDialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  event.target.closest("[data-cp-dialog-close]")?.closest("dialog").close();
});

document.querySelector("dialog[data-cp-dialog-open]")?.showModal();
