/* Changes to the text in a text area that the browser's own undo reverses. */

export function insert(textarea, text, { from, to, select } = {}) {
  textarea.focus();
  if (from !== undefined) textarea.setSelectionRange(from, to);
  const start = textarea.selectionStart;
  const before = textarea.value;
  // Deprecated, but there is no other way to keep the browser's undo history.
  document.execCommand(text ? "insertText" : "delete", false, text);
  if (textarea.value === before && text !== before.slice(start, textarea.selectionEnd)) {
    textarea.setRangeText(text, start, textarea.selectionEnd, "end");
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (select) textarea.setSelectionRange(start + select[0], start + select[1]);
}

export function selectedText(textarea) {
  return textarea.value.slice(textarea.selectionStart, textarea.selectionEnd);
}

/* Insert text as a paragraph of its own. */
export function insertBlock(textarea, text) {
  const before = textarea.value.slice(0, textarea.selectionStart);
  const after = textarea.value.slice(textarea.selectionEnd);
  const above = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  insert(textarea, above + text + below);
}

/* The lines that the selection touches, as {from, to, lines}. */
export function selectedLines(textarea) {
  const { value } = textarea;
  const from = value.lastIndexOf("\n", textarea.selectionStart - 1) + 1;
  const end = value.indexOf("\n", textarea.selectionEnd);
  const to = end === -1 ? value.length : end;
  return { from, to, lines: value.slice(from, to).split("\n") };
}

/* Insert text at another place than the cursor, which stays where the writer has it. */
export function insertAt(textarea, text, { from, to }) {
  const { selectionStart, selectionEnd, scrollTop } = textarea;
  const atPlace = selectionStart === from && selectionEnd === to;
  const focused = document.activeElement;
  insert(textarea, text, { from, to });
  if (!atPlace) {
    const moved = (position) => (position < to ? position : position + text.length - (to - from));
    textarea.setSelectionRange(moved(selectionStart), moved(selectionEnd));
    textarea.scrollTop = scrollTop;
  }
  if (focused !== textarea && focused instanceof HTMLElement) focused.focus();
}
