/* What the toolbar's buttons and keyboard shortcuts do to the text. */

import { insert, insertBlock, selectedLines, selectedText } from "./text.js";

function wrap(textarea, before, after, placeholder) {
  const text = selectedText(textarea) || placeholder;
  insert(textarea, before + text + after, {
    select: [before.length, before.length + text.length],
  });
}

/* Put a mark before each line, or remove it if every line has it. */
function prefixLines(textarea, mark) {
  const { from, to, lines } = selectedLines(textarea);
  const marked = lines.every((line) => line.startsWith(mark));
  const changed = lines.map((line) => (marked ? line.slice(mark.length) : mark + line));
  const text = changed.join("\n");
  insert(textarea, text, { from, to, select: [text.length, text.length] });
}

function link(textarea) {
  const text = selectedText(textarea);
  if (/^https?:\/\/\S+$/.test(text)) {
    insert(textarea, `[link text](${text})`, { select: [1, 10] });
  } else {
    const label = text || "link text";
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
  const text = `${gap}[^${number}]: Note text\n`;
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
  wiki: (textarea) => wrap(textarea, "[[", "]]", "Page title"),
  more: (textarea) => insertBlock(textarea, "<!--more-->"),
};
const KEYS = { b: "bold", i: "italic", k: "link" };
const SHIFT_KEYS = { h: "heading", l: "list", q: "quote", f: "footnote", k: "wiki" };

export function addCommands(editor, textarea, extraCommands) {
  const commands = { ...COMMANDS, ...extraCommands };
  const toolbar = editor.querySelector("[role=toolbar]");
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-command]");
    if (button) commands[button.dataset.command](textarea);
  });
  addArrowKeys(toolbar);
  textarea.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const name = (event.shiftKey ? SHIFT_KEYS : KEYS)[event.key.toLowerCase()];
    if (!name) return;
    event.preventDefault();
    commands[name](textarea);
  });
}

/* Tab stops at the toolbar once; the arrow keys move from button to button. */
function addArrowKeys(toolbar) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const makeCurrent = (button) => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  };
  makeCurrent(buttons[0]);
  toolbar.addEventListener("focusin", (event) => makeCurrent(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const index = buttons.indexOf(document.activeElement);
    buttons[(index + step + buttons.length) % buttons.length].focus();
  });
}
