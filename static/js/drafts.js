/* No text is lost: what is typed is kept in this browser until the site says that it is saved. */

import { get } from "./editor/requests.js";

const PREFIX = "draft:";
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

const form = document.querySelector("form:has([name=draft_key])");
if (form) keepDraft(form);

function textFields(form) {
  // Without a minus: rows of other forms within this one have one in their names.
  return [...form.querySelectorAll("textarea[name], input[type=text][name]")].filter(
    (field) => !field.name.includes("-") && !field.name.startsWith("_"),
  );
}

function keepDraft(form) {
  const keyField = form.elements.draft_key;
  keyField.value ||= location.pathname.endsWith("/add/")
    ? `${location.pathname}${crypto.randomUUID()}`
    : location.pathname;
  const key = PREFIX + keyField.value;
  let timer;
  let dirty = "bound" in form.querySelector("[data-draft-notice]").dataset;
  let leaving = false;

  function keep() {
    clearTimeout(timer);
    if (!dirty) return;
    const fields = Object.fromEntries(textFields(form).map((field) => [field.name, field.value]));
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
  form.addEventListener("change", () => {
    dirty = true;
  });
  addEventListener("pagehide", keep);
  addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  // Another tab that has this form open holds its lock, and its draft is not offered here.
  navigator.locks?.request(key, () => new Promise(() => {}));

  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    keep();
    const { submitter } = event;
    try {
      const { token } = await get(form.querySelector("[data-session]").dataset.session);
      for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
    } catch (error) {
      tell(form, error.message);
      return;
    }
    leaving = true;
    form.requestSubmit(submitter);
  });
  offer(form, key);
}

function tell(form, words) {
  const box = form.querySelector("[data-save-problem]");
  box.textContent = words;
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

/* Offer what an earlier visit left behind: a crash, a closed tab, a session that ended. */
async function offer(form, ownKey) {
  const notice = form.querySelector("[data-draft-notice]");
  if ("bound" in notice.dataset) return;
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
