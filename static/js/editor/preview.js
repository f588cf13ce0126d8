/* Shows the text as it will look on the site, which renders it while the writer types. */

import { describeTooLong } from "./length.js";
import { post } from "./requests.js";

export function addPreview(editor, textarea, showStatus) {
  const pane = editor.querySelector(".editor-preview");
  const frame = editor.querySelector("[data-frame]");
  const button = editor.querySelector("[data-switch]");
  const wide = matchMedia("(min-width: 64rem)");
  let timer;
  let request;
  let shown = null;

  async function refresh() {
    const content = textarea.value;
    const target = frame.contentDocument?.querySelector("[data-preview]");
    if (!target || pane.hidden || content === shown || describeTooLong(textarea)) return;
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const url = textarea.dataset.markdownxUrlsPath;
      const html = await post(url, { content }, { form: textarea.form, signal });
      shown = content;
      target.innerHTML = html;
      syncScroll();
      const count = countWords(target.textContent);
      showStatus(count === 1 ? "1 word" : `${count} words`);
    } catch (error) {
      if (error.name !== "AbortError") showStatus(error.message);
    }
  }

  function refreshSoon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, Number(textarea.dataset.markdownxLatency));
  }

  /* Scroll the preview to about the same place as the text area. */
  function syncScroll() {
    const page = frame.contentDocument.scrollingElement;
    if (!page) return;
    const distance = textarea.scrollHeight - textarea.clientHeight;
    const fraction = distance > 0 ? textarea.scrollTop / distance : 0;
    page.scrollTop = fraction * (page.scrollHeight - page.clientHeight);
  }

  function applyTheme() {
    const theme = document.documentElement.dataset.theme;
    const page = frame.contentDocument?.documentElement;
    if (page) page.style.colorScheme = theme === "light" || theme === "dark" ? theme : "";
  }

  function arrange() {
    const pressed = button.getAttribute("aria-pressed") === "true";
    pane.hidden = !wide.matches && !pressed;
    textarea.hidden = !wide.matches && pressed;
    editor.classList.toggle("editor-beside", wide.matches);
    refresh();
  }

  button.addEventListener("click", () => {
    const pressed = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!pressed));
    arrange();
  });
  wide.addEventListener("change", arrange);
  textarea.addEventListener("input", refreshSoon);
  textarea.addEventListener("scroll", () => {
    if (!pane.hidden) syncScroll();
  });
  frame.addEventListener("load", () => {
    // Browsers don't scroll to a frame that gets the focus.
    frame.contentWindow.addEventListener("focus", () => frame.scrollIntoView({ block: "nearest" }));
    shown = null;
    applyTheme();
    refresh();
  });
  new MutationObserver(applyTheme).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
  applyTheme();
  arrange();
}

/* Counts words as the site does (content/markdown/rendering.py). */
function countWords(text) {
  return text.match(/[\p{L}\p{N}_][\p{L}\p{N}_’'.-]*/gu)?.length ?? 0;
}
