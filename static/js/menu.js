/* Menus that open: Escape closes the one that is open, and so does leaving it. */

const menu = document.getElementById("menu");

function close(details, { keepFocus = false } = {}) {
  details.open = false;
  if (keepFocus) details.querySelector("summary").focus();
}

menu.addEventListener("keydown", (event) => {
  const open = event.target.closest("details[open]");
  if (event.key === "Escape" && open) {
    event.preventDefault();
    close(open, { keepFocus: true });
  }
});

for (const details of menu.querySelectorAll("details")) {
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) close(details);
  });
  details.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !details.contains(relatedTarget)) close(details);
  });
}
