/* What the buttons of the toolbar and their keys do to the text. */

import { insert, insertBlock, selected, touchedLines } from "./text.js";

function wrap(textarea, before, after, placeholder) {
  const words = selected(textarea) || placeholder;
  insert(textarea, before + words + after, {
    select: [before.length, before.length + words.length],
  });
}

/* Put a mark before each line, or take it away where all have it. */
function prefixLines(textarea, mark) {
  const { from, to, lines } = touchedLines(textarea);
  const marked = lines.every((line) => line.startsWith(mark));
  const changed = lines.map((line) => (marked ? line.slice(mark.length) : mark + line));
  const text = changed.join("\n");
  insert(textarea, text, { from, to, select: [text.length, text.length] });
}

function link(textarea) {
  const words = selected(textarea);
  if (/^https?:\/\/\S+$/.test(words)) {
    insert(textarea, `[words](${words})`, { select: [1, 6] });
  } else {
    const label = words || "words";
    const start = label.length + 3;
    insert(textarea, `[${label}](https://)`, { select: [start, start + 8] });
  }
}

function footnote(textarea) {
  const used = [...textarea.value.matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1]));
  const number = Math.max(0, ...used) + 1;
  insert(textarea, `[^${number}]`);
  const end = textarea.value.length;
  const gap = textarea.value.endsWith("\n") ? "\n" : "\n\n";
  const text = `${gap}[^${number}]: The note.\n`;
  const start = text.indexOf(": ") + 2;
  insert(textarea, text, { from: end, to: end, select: [start, start + 9] });
}

const COMMANDS = {
  bold: (textarea) => wrap(textarea, "**", "**", "bold"),
  italic: (textarea) => wrap(textarea, "*", "*", "italic"),
  link,
  heading: (textarea) => prefixLines(textarea, "## "),
  list: (textarea) => prefixLines(textarea, "- "),
  quote: (textarea) => prefixLines(textarea, "> "),
  footnote,
  wiki: (textarea) => wrap(textarea, "[[", "]]", "Title of the page"),
  more: (textarea) => insertBlock(textarea, "<!--more-->"),
};
const KEYS = { b: "bold", i: "italic", k: "link" };
const SHIFT_KEYS = { h: "heading", l: "list", q: "quote", f: "footnote", k: "wiki" };

export function addCommands(editor, textarea, extra) {
  const commands = { ...COMMANDS, ...extra };
  const toolbar = editor.querySelector("[role=toolbar]");
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-command]");
    if (button) commands[button.dataset.command](textarea);
  });
  moveByArrows(toolbar);
  textarea.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const name = (event.shiftKey ? SHIFT_KEYS : KEYS)[event.key.toLowerCase()];
    if (!name) return;
    event.preventDefault();
    commands[name](textarea);
  });
}

/* One stop for the Tab key; the arrows go from button to button. */
function moveByArrows(toolbar) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const enter = (button) => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  };
  enter(buttons[0]);
  toolbar.addEventListener("focusin", (event) => enter(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const here = buttons.indexOf(document.activeElement);
    buttons[(here + step + buttons.length) % buttons.length].focus();
  });
}
