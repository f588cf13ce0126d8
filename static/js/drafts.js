/* Keeps what is typed in this browser until the site confirms that it has been saved. */

import { get } from "./editor/requests.js";
import { showProblem } from "./form-problem.js";

const session = document.querySelector("meta[name=check-session]");
// One per user, because several people may use the same browser.
const PREFIX = `draft:${session?.dataset.user}:`;
const PAUSE = 400;

function readDraft(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function discard(key) {
  localStorage.removeItem(key);
}

/* Delete drafts that the site has saved. */
for (const mark of document.querySelectorAll("[data-saved-draft]")) {
  discard(PREFIX + mark.dataset.savedDraft);
}

const form = document.querySelector(".change-form :is(#content-main form, form.entry)");
if (form) guard(form);
for (const mark of document.querySelectorAll("[data-orphaned-draft]")) {
  if (form) adopt(PREFIX + mark.dataset.orphanedDraft);
}
if (form?.elements.draft_key) keepDraft(form);

function textFields(form) {
  // Names with a hyphen belong to rows of inline forms. Read-only fields, such as both texts of a
  // merge, contain nothing typed.
  return [...form.querySelectorAll(":is(textarea, input[type=text])[name]:not([readonly])")].filter(
    (field) => !field.name.includes("-") && !field.name.startsWith("_"),
  );
}

/* The fields that say which revision the text is based on. With them, a draft restored into a form
   with someone else's newer text is merged instead of overwriting it. */
function versionFields(form) {
  return [...form.querySelectorAll("input[data-draft-with]")];
}

/* The entry has been deleted: turn its draft into a draft of a new entry, based on no revision. */
function adopt(key) {
  const draft = readDraft(key);
  if (!draft) return;
  for (const field of versionFields(form)) delete draft.fields[field.name];
  // First, to free storage.
  discard(key);
  localStorage.setItem(`${PREFIX}${location.pathname}${draft.at}`, JSON.stringify(draft));
}

/* Whether the site has returned the form with unsaved input, for instance because of an error. */
function isBound(form) {
  return "bound" in (form.querySelector("[data-draft-notice]")?.dataset ?? {});
}

/* Warn before unsaved text is left, and check before saving that the user is still signed in. */
function guard(form) {
  let dirty = isBound(form);
  let leaving = false;
  for (const type of ["input", "change"]) {
    form.addEventListener(type, () => {
      dirty = true;
    });
  }
  addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    const { submitter } = event;
    try {
      const { token } = await get(session.content);
      for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
    } catch (error) {
      showProblem(form, error.message);
      return;
    }
    leaving = true;
    form.requestSubmit(submitter);
  });
}

function keepDraft(form) {
  const keyField = form.elements.draft_key;
  keyField.value ||= location.pathname.endsWith("/add/")
    ? `${location.pathname}${crypto.randomUUID?.() ?? Date.now()}`
    : location.pathname;
  const key = PREFIX + keyField.value;
  let timer;
  let dirty = isBound(form);

  function save() {
    clearTimeout(timer);
    if (!dirty) return;
    const saved = [...textFields(form), ...versionFields(form)];
    const fields = Object.fromEntries(saved.map((field) => [field.name, field.value]));
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
    } catch {
      // Storage is disabled or full. The warning before leaving still works.
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", save);
  addEventListener("pagehide", save);
  // This lock tells other tabs that the form is open here, so that they don't offer its draft.
  navigator.locks?.request(key, () => new Promise(() => {}));

  offerDraft(form, key);
}

/* Offer a draft left by a crash, a closed tab, or an expired session. */
async function offerDraft(form, ownKey) {
  if (isBound(form)) return;
  const notice = form.querySelector("[data-draft-notice]");
  const openElsewhere = new Set(
    (await navigator.locks?.query())?.held.map((lock) => lock.name).filter((name) => name !== ownKey),
  );
  const adding = location.pathname.endsWith("/add/");
  const keys = Object.keys(localStorage).filter((key) =>
    adding ? key.startsWith(PREFIX + location.pathname) && !openElsewhere.has(key) : key === ownKey,
  );
  const found = keys
    .map((key) => ({ key, draft: readDraft(key) }))
    .filter(({ draft }) => draft)
    .sort((one, other) => other.draft.at - one.draft.at)[0];
  if (!found) return;
  const { key, draft } = found;
  const fields = textFields(form).filter((field) => field.name in draft.fields);
  if (fields.length && fields.every((field) => same(field.value, draft.fields[field.name]))) {
    discard(key);
    return;
  }
  notice.hidden = false;
  const time = notice.querySelector("[data-draft-time]");
  time.textContent = formatMoment(new Date(draft.at), time.dataset.timeZone);
  if (!fields.length) {
    // The form is read-only by now: show the text so that it can be copied.
    const text = notice.querySelector("[data-draft-text]");
    text.value = draft.fields.body ?? "";
    text.hidden = false;
    notice.querySelector("[data-restore]").hidden = true;
  }
  notice.querySelector("[data-restore]").addEventListener("click", () => {
    for (const field of versionFields(form)) field.value = draft.fields[field.name] ?? field.value;
    for (const field of fields) {
      field.value = draft.fields[field.name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (key !== ownKey) discard(key);
    notice.hidden = true;
    form.elements.body?.focus();
  });
  notice.querySelector("[data-discard]").addEventListener("click", () => {
    discard(key);
    notice.hidden = true;
  });
}

function same(one, other) {
  return one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n");
}

/* As the site does, on its own clocks: November 7, 2018, 3:04 pm ET. */
function formatMoment(moment, timeZone) {
  const date = moment.toLocaleDateString("en-US", { dateStyle: "long", timeZone });
  const clock = { hour: "numeric", minute: "2-digit", timeZoneName: "shortGeneric", timeZone };
  const time = moment.toLocaleTimeString("en-US", clock);
  return `${date}, ${time.replace("AM", "am").replace("PM", "pm")}`;
}
