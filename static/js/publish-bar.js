/* Shows the title as it is typed, says what was saved, and closes what a button opened. */

for (const shown of document.querySelectorAll("[data-shows]")) {
  const field = document.getElementById(shown.dataset.shows);
  const untitled = shown.textContent;
  field?.addEventListener("input", () => {
    shown.textContent = field.value || untitled;
  });
}

// Screen readers only say what appears in a status after the page has loaded.
const outcome = document.querySelector("[data-outcome]");
setTimeout(() => {
  if (outcome?.contains(document.activeElement)) return;
  outcome?.replaceChildren(...[...outcome.childNodes].map((node) => node.cloneNode(true)));
}, 500);

const asks = document.querySelectorAll(".publish-ask");

function close(ask) {
  if (!ask.open) return;
  const hadFocus = ask.contains(document.activeElement);
  ask.open = false;
  if (hadFocus) ask.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  for (const ask of asks) if (!ask.contains(event.target)) close(ask);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") asks.forEach(close);
});
for (const ask of asks) {
  ask.addEventListener("toggle", () => {
    if (ask.open) ask.querySelector("textarea, input")?.focus();
  });
}
