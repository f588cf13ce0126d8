/* Rows that people put in order: buttons and dragging in place of numbers. Without this module, the
   number of each row says where it belongs. */

for (const list of document.querySelectorAll("[data-ordered-rows]")) prepareList(list);

function prepareList(list) {
  list.after(makeStatus());
  list.classList.add("is-prepared");
  list.parentElement.querySelector(":scope > [data-without-script]")?.remove();
  for (const row of rowsOf(list)) prepareRow(list, row);
  if (list.dataset.orderedRows === "link") list.after(makeAddButton(list));
}

/* Says what has happened to those who don't see it. */
function makeStatus() {
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  return status;
}

function say(list, words) {
  list.parentElement.querySelector(":scope > [role=status]").textContent = words;
}

function rowsOf(list) {
  return [...list.querySelectorAll("[data-row]")];
}

function prepareRow(list, row) {
  const buttons = document.createElement("span");
  buttons.className = "row-buttons";
  buttons.append(
    makeButton("↑", "Move up", () => move(list, row, -1)),
    makeButton("↓", "Move down", () => move(list, row, 1)),
  );
  if (list.dataset.orderedRows === "link") buttons.append(makeButton("×", "Remove", () => remove(list, row)));
  row.append(buttons);
  makeDraggable(list, row);
}

function makeButton(text, name, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "row-button";
  button.textContent = text;
  button.title = name;
  button.setAttribute("aria-label", name);
  button.addEventListener("click", act);
  return button;
}

function nameOf(row) {
  return row.querySelector("input[type=text]")?.value || row.querySelector(".row-choice")?.textContent.trim() || "Row";
}

function move(list, row, step) {
  const rows = rowsOf(list);
  const target = rows[rows.indexOf(row) + step];
  if (!target) return;
  const focused = document.activeElement;
  target[step < 0 ? "before" : "after"](row);
  focused.focus();
  number(list, row);
}

function remove(list, row) {
  const rows = rowsOf(list);
  const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  say(list, `${nameOf(row)} was removed.`);
  // The last row stays, as the pattern of those that are added.
  if (next) row.remove();
  else for (const input of row.querySelectorAll("input[type=text]")) input.value = "";
  next?.querySelector("input[type=text]").focus();
  number(list);
}

/* The numbers follow the order on the page. */
function number(list, moved) {
  const rows = rowsOf(list);
  rows.forEach((row, index) => {
    row.querySelector("input[type=number]").value = index + 1;
  });
  if (moved) say(list, `${nameOf(moved)} is now number ${rows.indexOf(moved) + 1} of ${rows.length}.`);
}

function makeAddButton(list) {
  const button = makeButton("Add a row", "Add a row", () => {
    const rows = rowsOf(list);
    const row = rows.at(-1).cloneNode(true);
    row.querySelector(".row-buttons").remove();
    const key = String(Math.max(...rows.map((each) => Number(each.querySelector("input[type=hidden]").value))) + 1);
    for (const input of row.querySelectorAll("input")) {
      if (input.type === "checkbox") input.checked = false;
      input.value = ["hidden", "checkbox"].includes(input.type) ? key : "";
    }
    rows.at(-1).after(row);
    prepareRow(list, row);
    number(list);
    row.querySelector("input[type=text]").focus();
  });
  button.className = "button";
  return button;
}

/* By its handle only, so that text in the fields can still be selected. */
function makeDraggable(list, row) {
  const handle = document.createElement("span");
  handle.className = "row-handle";
  handle.setAttribute("aria-hidden", "true");
  handle.draggable = true;
  row.prepend(handle);
  handle.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(row, 0, 0);
    row.classList.add("is-dragged");
  });
  handle.addEventListener("dragend", () => {
    row.classList.remove("is-dragged");
    number(list, row);
  });
  row.addEventListener("dragover", (event) => {
    const dragged = list.querySelector(".is-dragged");
    if (!dragged) return;
    event.preventDefault();
    if (dragged === row) return;
    const { top, height } = row.getBoundingClientRect();
    row[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
}
