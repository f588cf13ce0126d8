/* Ctrl+S saves, and after saving, the writer is where they were. */

const KEY = "editor-place:"; // and the name of the field
const FRESH = 60_000; // milliseconds

export function addSaving(textarea) {
  const { form } = textarea;

  document.addEventListener("keydown", (event) => {
    const isSave = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isSave || event.key.toLowerCase() !== "s") return;
    // Never the browser's own dialog, which would save this page as a file.
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) save(form);
  });

  form.addEventListener("submit", () => {
    const { selectionStart, selectionEnd, scrollTop } = textarea;
    const place = { selectionStart, selectionEnd, scrollTop, scrollY, at: Date.now() };
    const focused = document.activeElement === textarea;
    keep(textarea.name, { ...place, focused, page: pageOf(location.pathname) });
  });

  restore(textarea);
}

function save(form) {
  const names = ["[data-save]", "[name=_continue]", "[name=_save]"];
  const button = names.map((name) => form.querySelector(name)).find(Boolean);
  if (button) form.requestSubmit(button);
  // The first step may ask for something, such as a note about proposed changes.
  else form.querySelector(".publish-ask > summary")?.click();
}

/* The same for the form of a new entry and the form of the entry that it became. */
function pageOf(path) {
  return path.replace(/(add|\d+\/change)\/$/, "");
}

function keep(name, place) {
  try {
    sessionStorage.setItem(KEY + name, JSON.stringify(place));
  } catch {
    // Storage is disabled. The page begins at its top.
  }
}

function restore(textarea) {
  let place;
  try {
    place = JSON.parse(sessionStorage.getItem(KEY + textarea.name));
    sessionStorage.removeItem(KEY + textarea.name);
  } catch {
    return;
  }
  const isHere = place?.page === pageOf(location.pathname) && Date.now() - place.at < FRESH;
  // What was not saved says so at the top of the page.
  if (!isHere || document.querySelector(".errornote, .errorlist, .merge-sides")) return;
  textarea.setSelectionRange(place.selectionStart, place.selectionEnd);
  if (place.focused) textarea.focus({ preventScroll: true });
  textarea.scrollTop = place.scrollTop;
  scrollTo({ top: place.scrollY, behavior: "instant" });
}
