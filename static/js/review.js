/* Notes beside the text, without leaving the form; and telling colleagues that it is open. */

import { post } from "./editor/requests.js";
import { showProblem } from "./form-problem.js";

const EVERY = 30_000;
const form = document.querySelector("form#review");
const entryForm = document.querySelector("form.entry");

if (form && entryForm) {
  form.addEventListener("submit", sendNotes);
  document.addEventListener("focusin", quoteSelection);
  document.addEventListener("click", findPassage);
  showFinders();
  tellOpen();
}

/* Replace the panel with what the site shows after it. */
async function sendNotes(event) {
  // Discarding changes opens the form again.
  if (event.submitter?.matches("[data-leaves]")) return;
  event.preventDefault();
  const { submitter } = event;
  const url = submitter?.getAttribute("formaction") ?? form.action;
  const fields = Object.fromEntries(new FormData(form, submitter));
  try {
    const page = await post(url, fields, { form });
    const shown = new DOMParser().parseFromString(page, "text/html").querySelector(".review");
    if (!shown) throw new Error("That wasn’t saved. Reload the page, and try again.");
    document.querySelector(".review").replaceWith(shown);
    showFinders();
    // The next note isn’t about the same words unless they are selected again.
    const { body } = entryForm.elements;
    body?.setSelectionRange(body.selectionEnd, body.selectionEnd);
    shown.querySelector("textarea").focus();
  } catch (error) {
    showProblem(entryForm, error.message);
  }
}

/* A note is about the words that are selected when its field gets the focus. */
function quoteSelection(event) {
  if (!event.target.matches(".review-new textarea")) return;
  const { value, selectionStart, selectionEnd } = entryForm.elements.body ?? { value: "" };
  const passage = document.querySelector("[data-passage]");
  const words = value.slice(selectionStart, selectionEnd).trim();
  passage.value = words.slice(0, Number(passage.dataset.passage));
  const quoted = document.querySelector("[data-quoted]");
  quoted.textContent = passage.value;
  quoted.hidden = !passage.value;
}

function showFinders() {
  const value = entryForm.elements.body?.value ?? "";
  for (const button of document.querySelectorAll("[data-find]")) {
    button.hidden = !value.includes(button.dataset.find.replaceAll("\r\n", "\n"));
  }
}

function findPassage(event) {
  const button = event.target.closest?.("[data-find]");
  if (!button) return;
  const { body } = entryForm.elements;
  const words = button.dataset.find.replaceAll("\r\n", "\n");
  const start = body.value.indexOf(words);
  if (start < 0) return;
  body.focus();
  // Chromium scrolls to where the text cursor is, rather than to a selection.
  body.setSelectionRange(start, start);
  body.blur();
  body.focus();
  body.setSelectionRange(start, start + words.length);
}

function tellOpen() {
  const url = form.dataset.openUrl;
  let saving = false;
  async function tell() {
    try {
      const { others } = await post(url, {}, { form });
      const notice = document.querySelector("[data-others]");
      if (notice.textContent !== others) notice.textContent = others;
      notice.hidden = !others;
    } catch {
      // Signed out or offline: saving says so.
    }
  }
  tell();
  setInterval(tell, EVERY);
  entryForm.addEventListener("submit", () => {
    saving = true;
  });
  addEventListener("pagehide", () => {
    if (saving) return;
    const body = new FormData();
    body.append("left", "1");
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    navigator.sendBeacon(url, body);
  });
}
