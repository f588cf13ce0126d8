/* The editorial calendar: scheduled entries can be dragged to another day, which submits their form. */

const calendar = document.querySelector(".calendar");
let dragged = null;

for (const entry of calendar?.querySelectorAll("[data-movable]") ?? []) {
  entry.draggable = true;
  entry.addEventListener("dragstart", (event) => {
    dragged = entry;
    event.dataTransfer.effectAllowed = "move";
    entry.classList.add("dragged");
  });
  entry.addEventListener("dragend", () => {
    entry.classList.remove("dragged");
    dragged = null;
  });
}

for (const day of calendar?.querySelectorAll("[data-day]") ?? []) {
  day.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    day.classList.add("is-target");
  });
  day.addEventListener("dragleave", () => day.classList.remove("is-target"));
  day.addEventListener("drop", (event) => {
    event.preventDefault();
    day.classList.remove("is-target");
    if (!dragged || day.contains(dragged)) return;
    const form = dragged.querySelector("form");
    form.elements.to.value = day.dataset.day;
    form.submit();
  });
}
