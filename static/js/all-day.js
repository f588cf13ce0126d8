/* Hides the times of an all-day event's dates. Without this script, the site ignores them. */

const box = document.querySelector("[data-all-day]");
const inputs = document.querySelectorAll("[data-day]");
// The times to show again.
const times = new Map();

function update() {
  for (const input of inputs) {
    const [day, time] = input.value.split("T");
    if (time) times.set(input, time);
    input.type = box.checked ? "date" : "datetime-local";
    input.value = day && !box.checked ? `${day}T${times.get(input) ?? "00:00"}` : day;
  }
}

if (box) {
  box.addEventListener("change", update);
  update();
}
