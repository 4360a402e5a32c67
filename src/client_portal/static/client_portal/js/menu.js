// Closes <details data-cp-menu> by Escape (focus goes back to its summary) and by a press elsewhere.
// Without it the menus still open and close by their summary.
const openMenus = () => document.querySelectorAll("details[data-cp-menu][open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
