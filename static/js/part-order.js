/* The order of a series' parts: parts can be dragged. Keeps the focus on the part that was moved. */

const form = document.querySelector("[data-part-order]");
let dragged = null;

function save() {
  const parts = [...form.querySelectorAll("[data-part]")];
  const order = parts.map((part) => part.dataset.part).join(",");
  if (form.elements.order.value === order) return;
  form.elements.order.value = order;
  const moved = document.createElement("input");
  moved.type = "hidden";
  moved.name = "move";
  moved.value = `drag-${dragged.dataset.part}`;
  form.append(moved);
  form.submit();
}

function place(part, y) {
  const box = part.getBoundingClientRect();
  part[y < box.top + box.height / 2 ? "before" : "after"](dragged);
}

for (const part of form?.querySelectorAll("[data-part]") ?? []) {
  part.draggable = true;
  part.addEventListener("dragstart", (event) => {
    dragged = part;
    event.dataTransfer.effectAllowed = "move";
    part.classList.add("dragged");
  });
  part.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    if (part !== dragged) place(part, event.clientY);
  });
  part.addEventListener("drop", (event) => event.preventDefault());
  part.addEventListener("dragend", () => {
    part.classList.remove("dragged");
    save();
    dragged = null;
  });
}

const buttons = form?.querySelectorAll(".moved button:enabled") ?? [];
const last = new URL(location.href).searchParams.get("moved") && sessionStorage.getItem("moved");
(buttons.length > 1 && last === "down" ? buttons[1] : buttons[0])?.focus();

form?.addEventListener("submit", (event) => {
  sessionStorage.setItem("moved", event.submitter?.value.split("-")[0] ?? "");
});
