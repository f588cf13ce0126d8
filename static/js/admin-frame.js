/* The admin's frame: Ctrl+/ goes to the search field, and an open menu closes when it is left. */

const field = document.getElementById("find");
const openMenus = () => document.querySelectorAll("#header details.menu[open]");

// Not on touch screens, which have no such keys.
if (field && matchMedia("(any-pointer: fine)").matches) field.placeholder += " (Ctrl+/)";

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && event.ctrlKey) {
    event.preventDefault();
    field?.focus();
    field?.select();
  }
  if (event.key === "Escape") {
    for (const menu of openMenus()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  }
});

for (const kind of ["pointerdown", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of openMenus()) {
      // In the menu of a phone, the groups stay as they are.
      if (!menu.contains(event.target) && !menu.closest(":popover-open")) menu.open = false;
    }
  });
}
