/* Lists while typing: Enter begins the next item, and Tab indents. Escape, then Tab, leaves. */

import { insert, selectedLines } from "./text.js";

const ITEM = /^(?<indent>[ \t]*)(?<marker>[-*+]|(?<number>\d{1,9})(?<dot>[.)]))(?<gap> +)(?<text>.*)$/;
const FENCE = /^ {0,3}(```|~~~)/gm;

export function addLists(textarea, showNotice) {
  let leaving = false;

  textarea.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab") {
      const changed = !leaving && (event.shiftKey ? outdent(textarea) : indent(textarea));
      if (!changed) return;
      event.preventDefault();
      showNotice("To leave the text, press Escape, then Tab.");
    } else if (event.key === "Enter" && !event.shiftKey && continueList(textarea)) {
      event.preventDefault();
    }
    if (event.key !== "Shift") leaving = event.key === "Escape";
  });
}

/* Begin the next item of the list that the cursor is in. In an empty item, end the list. */
function continueList(textarea) {
  const { value, selectionStart: cursor, selectionEnd } = textarea;
  if (cursor !== selectionEnd || isInCode(value, cursor)) return false;
  const { from, to, lines } = selectedLines(textarea);
  const item = lines[0].match(ITEM)?.groups;
  if (!item) return false;
  const { indent: space, marker, number, dot, gap, text } = item;
  if (cursor < from + space.length + marker.length + gap.length) return false;
  if (!text.trim()) {
    if (!outdent(textarea)) insert(textarea, "", { from, to, select: [0, 0] });
    return true;
  }
  const next = number ? `${Number(number) + 1}${dot}` : marker;
  insert(textarea, `\n${space}${next}${gap}`);
  return true;
}

/* Indent the items that are selected below the one before them. */
function indent(textarea) {
  const { value } = textarea;
  const { from, to, lines } = selectedLines(textarea);
  const first = lines[0].match(ITEM)?.groups;
  if (!first || isInCode(value, from)) return false;
  const parent = itemBefore(value.slice(0, from), first.indent.length);
  if (!parent) return false;
  const width = parent.indent.length + parent.marker.length + 1 - first.indent.length;
  const number = numberAt(value.slice(0, from), first.indent.length + width);
  replaceLines(textarea, { from, to, lines }, (line) => " ".repeat(width) + line, number);
  return true;
}

/* Move the items that are selected one level out. */
function outdent(textarea) {
  const { value } = textarea;
  const { from, to, lines } = selectedLines(textarea);
  const first = lines[0].match(ITEM)?.groups;
  if (!first?.indent || isInCode(value, from)) return false;
  const parent = itemBefore(value.slice(0, from), first.indent.length - 1);
  const width = first.indent.length - (parent?.indent.length ?? 0);
  const number = numberAt(value.slice(0, from), first.indent.length - width);
  const change = (line) => line.slice(Math.min(width, line.match(/^[ \t]*/)[0].length));
  replaceLines(textarea, { from, to, lines }, change, number);
  return true;
}

/* The closest item above that is indented at most this far. */
function itemBefore(text, most) {
  for (const line of text.split("\n").reverse().slice(1)) {
    const item = line.match(ITEM)?.groups;
    if (item && item.indent.length <= most) return item;
    if (!item && line.trim() && !/^\s/.test(line)) return null;
  }
  return null;
}

/* The number that the next item has at this indentation. */
function numberAt(text, indented) {
  const before = itemBefore(text, indented);
  return before?.number && before.indent.length === indented ? Number(before.number) + 1 : 1;
}

/* Change the lines. If the first is a numbered item, it gets this number. */
function replaceLines(textarea, { from, to, lines }, change, number) {
  const { selectionStart, selectionEnd } = textarea;
  const changed = lines.map((line) => (line.trim() ? change(line) : line));
  changed[0] = changed[0].replace(/^( *)\d{1,9}(?=[.)] )/, `$1${number}`);
  const moved = changed[0].length - lines[0].length;
  const text = changed.join("\n");
  const start = Math.max(0, selectionStart - from + moved);
  const select = selectionStart === selectionEnd ? [start, start] : [0, text.length];
  insert(textarea, text, { from, to, select });
}

function isInCode(value, position) {
  return (value.slice(0, position).match(FENCE) ?? []).length % 2 === 1;
}
