/* No text is lost: what is typed is kept in this browser until the site says that it is saved. */

import { get } from "./editor/requests.js";

const session = document.querySelector("meta[name=check-session]");
// Each person's own: several may write at the same browser, one after the other.
const PREFIX = `draft:${session?.dataset.user}:`;
const PAUSE = 400;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget(key) {
  localStorage.removeItem(key);
}

/* The site has it. */
for (const mark of document.querySelectorAll("[data-saved-draft]")) {
  forget(PREFIX + mark.dataset.savedDraft);
}

const form = document.querySelector(".change-form :is(#content-main form, form.entry)");
if (form) guard(form);
for (const mark of document.querySelectorAll("[data-orphaned-draft]")) {
  if (form) adopt(PREFIX + mark.dataset.orphanedDraft);
}
if (form?.elements.draft_key) keepDraft(form);

function textFields(form) {
  // Without a minus: rows of other forms within this one have one in their names. What is only
  // there to be read, such as both texts beside a merge, is not what somebody types.
  return [...form.querySelectorAll(":is(textarea, input[type=text])[name]:not([readonly])")].filter(
    (field) => !field.name.includes("-") && !field.name.startsWith("_"),
  );
}

/* What goes with the text: which version it began with. A draft that is put back into a form that
   shows somebody else's text since is so still known to be older, and is merged, not saved over it. */
function versionFields(form) {
  return [...form.querySelectorAll("input[data-draft-with]")];
}

/* What it was written for is gone: from now on it is a draft of something new, of no version. */
function adopt(key) {
  const draft = read(key);
  if (!draft) return;
  for (const field of versionFields(form)) delete draft.fields[field.name];
  // First, so that there is room.
  forget(key);
  localStorage.setItem(`${PREFIX}${location.pathname}${draft.at}`, JSON.stringify(draft));
}

/* Whether the form came back from the site with what was typed, and that is not saved. */
function isBound(form) {
  return "bound" in (form.querySelector("[data-draft-notice]")?.dataset ?? {});
}

/* Ask before leaving what is not saved, and before sending it to a site that would not take it. */
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
      tell(form, error.message);
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

  function keep() {
    clearTimeout(timer);
    if (!dirty) return;
    const kept = [...textFields(form), ...versionFields(form)];
    const fields = Object.fromEntries(kept.map((field) => [field.name, field.value]));
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
    } catch {
      // The browser keeps nothing, or has no room: the warning on leaving still holds.
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", keep);
  addEventListener("pagehide", keep);
  // Another tab that has this form open holds its lock, and its draft is not offered here.
  navigator.locks?.request(key, () => new Promise(() => {}));

  offer(form, key);
}

function tell(form, words) {
  let box = form.querySelector("[data-save-problem]");
  if (!box) {
    box = document.createElement("p");
    box.className = "errornote";
    box.role = "alert";
    box.dataset.saveProblem = "";
    form.prepend(box);
  }
  box.textContent = words;
  box.scrollIntoView({ block: "nearest" });
}

/* Offer what an earlier visit left behind: a crash, a closed tab, a session that ended. */
async function offer(form, ownKey) {
  if (isBound(form)) return;
  const notice = form.querySelector("[data-draft-notice]");
  const held = new Set(
    (await navigator.locks?.query())?.held.map((lock) => lock.name).filter((name) => name !== ownKey),
  );
  const adding = location.pathname.endsWith("/add/");
  const keys = Object.keys(localStorage).filter((key) =>
    adding ? key.startsWith(PREFIX + location.pathname) && !held.has(key) : key === ownKey,
  );
  const found = keys
    .map((key) => ({ key, draft: read(key) }))
    .filter(({ draft }) => draft)
    .sort((one, other) => other.draft.at - one.draft.at)[0];
  if (!found) return;
  const { key, draft } = found;
  const fields = textFields(form).filter((field) => field.name in draft.fields);
  if (fields.length && fields.every((field) => same(field.value, draft.fields[field.name]))) {
    forget(key);
    return;
  }
  notice.hidden = false;
  notice.querySelector("[data-draft-time]").textContent = new Date(draft.at).toLocaleString([], {
    dateStyle: "medium",
    timeStyle: "short",
  });
  if (!fields.length) {
    // The form only shows now, and takes nothing back: there is the text to copy.
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
    if (key !== ownKey) forget(key);
    notice.hidden = true;
    form.elements.body?.focus();
  });
  notice.querySelector("[data-discard]").addEventListener("click", () => {
    forget(key);
    notice.hidden = true;
  });
}

function same(one, other) {
  return one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n");
}
