/* The text as the site will show it, rendered by the site itself while somebody writes. */

import { post } from "./requests.js";

const PAUSE = 350;

export function addPreview(editor, textarea, say) {
  const pane = editor.querySelector(".editor-preview");
  const frame = editor.querySelector("[data-frame]");
  const button = editor.querySelector("[data-switch]");
  const wide = matchMedia("(min-width: 64rem)");
  let timer;
  let running;
  let shown = null;

  async function refresh() {
    const text = textarea.value;
    const target = frame.contentDocument?.querySelector("[data-preview]");
    if (!target || pane.hidden || text === shown) return;
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    try {
      const answer = await post(editor.dataset.previewUrl, { text }, { editor, signal });
      shown = text;
      target.innerHTML = answer.html;
      follow();
      say(answer.words === 1 ? "1 word" : `${answer.words} words`);
    } catch (error) {
      if (error.name !== "AbortError") say(error.message);
    }
  }

  function refreshSoon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  }

  /* Scroll the preview to about where the text area stands. */
  function follow() {
    const page = frame.contentDocument.scrollingElement;
    const room = textarea.scrollHeight - textarea.clientHeight;
    const part = room > 0 ? textarea.scrollTop / room : 0;
    page.scrollTop = part * (page.scrollHeight - page.clientHeight);
  }

  function wearTheme() {
    const theme = document.documentElement.dataset.theme;
    const page = frame.contentDocument?.documentElement;
    if (page) page.style.colorScheme = theme === "light" || theme === "dark" ? theme : "";
  }

  function arrange() {
    const asked = button.getAttribute("aria-pressed") === "true";
    pane.hidden = !wide.matches && !asked;
    textarea.hidden = !wide.matches && asked;
    editor.classList.toggle("editor-beside", wide.matches);
    refresh();
  }

  button.addEventListener("click", () => {
    const asked = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!asked));
    arrange();
  });
  wide.addEventListener("change", arrange);
  textarea.addEventListener("input", refreshSoon);
  textarea.addEventListener("scroll", () => {
    if (!pane.hidden) follow();
  });
  frame.addEventListener("load", () => {
    shown = null;
    wearTheme();
    refresh();
  });
  new MutationObserver(wearTheme).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
  wearTheme();
  arrange();
}
