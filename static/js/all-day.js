/* The dates of an event that lasts all day have no hours. Without this, their hours do not count. */

const box = document.querySelector("[data-all-day]");
const inputs = document.querySelectorAll("[data-day]");
// What was typed comes back with the hours.
const hours = new Map();

function show() {
  for (const input of inputs) {
    const [day, hour] = input.value.split("T");
    if (hour) hours.set(input, hour);
    input.type = box.checked ? "date" : "datetime-local";
    input.value = day && !box.checked ? `${day}T${hours.get(input) ?? "00:00"}` : day;
  }
}

if (box) {
  box.addEventListener("change", show);
  show();
}
