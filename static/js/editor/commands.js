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

/* Number the lines, or remove the numbers if every line has one. */
function numberLines(textarea) {
  const { from, to, lines } = selectedLines(textarea);
  const mark = /^\d{1,9}[.)] /;
  const marked = lines.every((line) => mark.test(line));
  const changed = lines.map((line, index) =>
    marked ? line.replace(mark, "") : `${index + 1}. ${line.replace(/^[-*+] /, "")}`,
  );
  const text = changed.join("\n");
  insert(textarea, text, { from, to, select: [text.length, text.length] });
}

/* A row of headings and one below it, or the selected lines with tabs between the cells. */
function table(textarea) {
  const selected = selectedText(textarea);
  const rows = selected.includes("\t")
    ? selected.trim().split("\n").map((line) => line.split("\t"))
    : [["Heading", "Heading"], ["", ""]];
  const write = (cells) => `| ${cells.map((cell) => cell.trim().replaceAll("|", "\\|")).join(" | ")} |`;
  const [first, ...others] = rows;
  const lines = [write(first), write(first.map(() => "---")), ...others.map(write)];
  insertBlock(textarea, lines.join("\n"));
}

function code(textarea) {
  const text = selectedText(textarea);
  if (text.includes("\n")) insertBlock(textarea, `\`\`\`\n${text.replace(/\n$/, "")}\n\`\`\``);
  else wrap(textarea, "`", "`", "code");
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
  heading: (textarea) => prefixLines(textarea, "## "),
  list: (textarea) => prefixLines(textarea, "- "),
  numbers: numberLines,
  quote: (textarea) => prefixLines(textarea, "> "),
  code,
  table,
  footnote,
  more: (textarea) => insertBlock(textarea, "<!--more-->"),
};
const KEYS = { b: "bold", i: "italic", k: "link", e: "code" };
const SHIFT_KEYS = {
  h: "heading",
  l: "list",
  o: "numbers",
  q: "quote",
  f: "footnote",
  k: "wiki",
  "?": "help",
  "/": "help",
};

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
