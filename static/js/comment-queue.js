/* The queue of comments, by keyboard. Each key does what a checkbox, a button, or a link does. */

const form = document.querySelector("[data-comment-queue]");
const comments = [...(form?.querySelectorAll("[data-comment]") ?? [])];
const help = document.querySelector("[data-queue-help]");

function current() {
  return comments.find((comment) => comment.contains(document.activeElement));
}

function move(step) {
  const place = comments.indexOf(current());
  const next = place < 0 ? 0 : Math.min(Math.max(place + step, 0), comments.length - 1);
  comments[next].focus();
  comments[next].scrollIntoView({ block: "nearest" });
}

function box(comment) {
  return comment.querySelector("[type=checkbox]");
}

function chooseCurrent() {
  const chosen = current();
  if (!comments.some((comment) => box(comment).checked) && chosen) box(chosen).checked = true;
}

function press(button) {
  chooseCurrent();
  button.click();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current() && box(current()).click(),
  "*": () => {
    const all = comments.every((comment) => box(comment).checked);
    for (const comment of comments) box(comment).checked = !all;
  },
  r: () => current()?.querySelector("[data-reply]").click(),
  e: () => current()?.querySelector("[data-edit]").click(),
  // For how long is a choice, so the key only goes there.
  b: () => {
    chooseCurrent();
    form.querySelector("[data-ban]")?.focus();
  },
  "?": () => {
    help.open = !help.open;
  },
};

for (const button of form?.querySelectorAll("[data-key]") ?? []) {
  keys[button.dataset.key] = () => press(button);
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("textarea, select, input:not([type=checkbox])");
  if (!form || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// After a decision, the next one is where the keys go on.
if (comments.length && !location.hash) comments[0].focus({ preventScroll: true });
