/* Links: a search over everything on the site, opened by Ctrl+K or by typing [[. */

import { addCombobox } from "../combobox.js";
import { get } from "./requests.js";
import { insert, selectedText } from "./text.js";

const URL_ALONE = /^(https?:\/\/|mailto:)\S+$/;

export function addLinks(editor, textarea) {
  const template = editor.querySelector("template[data-link-dialog]");

  /* A link to an address, around the selected words. */
  function link() {
    const text = selectedText(textarea);
    if (URL_ALONE.test(text)) insertLink({ path: text, name: "" }, rangeOf(textarea));
    else open({ isWiki: false, words: text.includes("\n") ? "" : text });
  }

  /* A link by title: [[Title]]. */
  function wiki() {
    open({ isWiki: true, words: selectedText(textarea) });
  }

  /* With what has been typed after the brackets since: it's what the writer looks for. */
  function openAfter(place) {
    const { value, selectionStart: to } = textarea;
    const words = value.slice(place, to);
    // Someone who types as fast as that may have left the link already.
    if (to < place || /[[\]\n]/.test(words)) return;
    open({ isWiki: true, words, range: { from: place - 2, to, isMark: true } });
  }

  function open({ isWiki, words, range = rangeOf(textarea) }) {
    const dialog = template.content.firstElementChild.cloneNode(true);
    document.body.append(dialog);
    const input = dialog.querySelector("input");
    const error = dialog.querySelector("[role=alert]");
    let chosen = false;
    const finish = (write) => {
      // Close first: a text area behind an open dialog can't be changed.
      chosen = true;
      dialog.close();
      write();
    };
    const choose = (target) => finish(() => insertTarget(target, { range, isWiki }));
    const box = addCombobox(input, {
      label: "What to link to",
      selectsFirst: true,
      saysNothing: true,
      choose,
      ask: async (asked) => {
        if (URL_ALONE.test(asked)) return [{ label: "Address", name: asked, path: asked, wiki: "" }];
        error.textContent = "";
        try {
          return await search(asked);
        } catch (problem) {
          error.textContent = problem.message;
          return [];
        }
      },
    });
    // As if it had been typed into the text: [[Title]] ends with its brackets.
    input.addEventListener("input", () => {
      const closed = isWiki && input.value.match(/^(.+)\]\]$/);
      if (closed) finish(() => insert(textarea, `[[${closed[1]}]]`, range));
    });
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      // Enter, but nothing has been found.
      const typed = input.value.trim();
      if (isWiki && typed && !/[[\]]/.test(typed)) finish(() => insert(textarea, `[[${typed}]]`, range));
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") dialog.close();
    });
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      textarea.focus();
      if (!chosen) textarea.setSelectionRange(range.isMark ? range.to : range.from, range.to);
    });
    dialog.showModal();
    input.value = words;
    // What follows the brackets goes on being typed.
    if (!range.isMark) input.select();
    box.refresh();
  }

  async function search(words) {
    const query = new URLSearchParams({ q: words });
    const { targets } = await get(`${editor.dataset.linksUrl}?${query}`);
    return targets.map(({ title, ...target }) => ({ ...target, name: title }));
  }

  function insertTarget(target, { range, isWiki }) {
    if (isWiki && target.wiki) insert(textarea, `[[${target.wiki}]]`, range);
    else insertLink(target, range);
  }

  function insertLink({ path, name }, { from, to, isMark }) {
    const words = isMark ? "" : textarea.value.slice(from, to);
    const isAddress = URL_ALONE.test(path);
    const label = words && words !== path ? words : isAddress ? "link text" : escape(name);
    const address = /[()\s]/.test(path) ? `<${path}>` : path;
    const select = label === "link text" ? [1, 1 + label.length] : undefined;
    insert(textarea, `[${label}](${address})`, { from, to, select });
  }

  textarea.addEventListener("input", (event) => {
    const { value, selectionStart: to } = textarea;
    const opened = event.inputType === "insertText" && event.data === "[";
    if (!opened || value.slice(to - 2, to) !== "[[" || value[to - 3] === "[") return;
    // Later: Chromium loses the cursor if the text area is left while it is still inserting.
    setTimeout(() => openAfter(to));
  });

  return { link, wiki };
}

function rangeOf({ selectionStart: from, selectionEnd: to }) {
  return { from, to };
}

function escape(words) {
  return words.replace(/[\\[\]*_`<]/g, "\\$&");
}
