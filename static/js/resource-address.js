/* Fills in the form of a resource from what the page at its address says of itself. */

import { get, post } from "./editor/requests.js";

const WAIT = 700; // milliseconds between questions how far it is
const LONGEST = 90_000; // milliseconds
const NAMES = { title: "title", made_by: "made by", year: "year", summary: "summary" };
const TOO_LATE =
  "The page is still being read. Press the button again later, or fill in the form yourself.";

for (const box of document.querySelectorAll("[data-resource-address]")) prepare(box);

function prepare(box) {
  const input = box.querySelector("input");
  const button = box.querySelector("button");
  const status = box.querySelector("[data-address-status]");
  const { form } = input;
  const isNew = box.closest("form").action.includes("/add/");
  // What this module wrote: only that, and empty fields, may be replaced.
  const written = new Map();
  let checked = input.value.trim();
  let latest = 0;

  const tell = (words, { isBusy = false, isWarning = false, isError = false } = {}) => {
    const line = document.createElement("p");
    line.className = isError ? "address-error" : isWarning ? "notice" : "help";
    line.append(...[words].flat());
    status.replaceChildren(line);
    if (isBusy) line.prepend(document.createElement("progress"), " ");
    button.disabled = isBusy;
  };

  /* Say if the library has the address already; return whether it does. */
  const check = async () => {
    const url = input.value.trim();
    const entry = /\/(\d+)\/change\//.exec(location.pathname)?.[1] ?? "";
    checked = url;
    status.replaceChildren();
    if (!url) return false;
    const query = new URLSearchParams({ url, entry });
    const sentence = await get(`${box.dataset.checkUrl}?${query}`);
    if (!sentence || input.value.trim() !== url) return Boolean(sentence);
    tell(parse(sentence), { isWarning: true });
    return true;
  };

  const read = async () => {
    const number = ++latest;
    const began = Date.now();
    tell("Reading the page…", { isBusy: true });
    let reading = await post(box.dataset.readUrl, { url: input.value.trim() }, { form });
    while (!reading.is_done) {
      await new Promise((resolve) => setTimeout(resolve, WAIT));
      if (number !== latest) return;
      if (Date.now() - began > LONGEST) throw new Error(TOO_LATE);
      reading = await get(reading.url);
      const words = `${reading.step}…`;
      if (status.textContent.trim() !== words) tell(words, { isBusy: true });
    }
    if (number !== latest) return;
    const filled = write(reading);
    tell(describe(filled, reading.problem), { isError: !Object.keys(reading.found).length });
  };

  const write = ({ found, image }) => {
    const filled = [];
    for (const name of Object.keys(NAMES)) {
      const field = form.elements[name];
      const value = found[name];
      if (!value || !field || (field.value.trim() && field.value !== written.get(name))) continue;
      field.value = value;
      written.set(name, field.value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      filled.push(NAMES[name]);
    }
    const picture = form.elements.lead_image;
    if (image && picture && (!picture.value || picture.value === written.get("lead_image"))) {
      picture.replaceChildren(new Option("", ""), new Option(image.words, image.id, true, true));
      written.set("lead_image", picture.value);
      window.django?.jQuery(picture).trigger("change");
      filled.push("picture");
    }
    return filled;
  };

  const start = async ({ always }) => {
    try {
      if (await check()) return;
      const isUntouched = !form.elements.title.value.trim() || written.has("title");
      if (input.value.trim() && (always || (isNew && isUntouched))) await read();
      else if (always) tell("Enter the address first.", { isError: true });
    } catch (error) {
      tell(error.message, { isError: true });
    }
  };

  button.addEventListener("click", (event) => {
    event.preventDefault();
    start({ always: true });
  });
  input.addEventListener("change", () => {
    if (input.value.trim() !== checked) start({ always: false });
  });
  input.addEventListener("paste", () => setTimeout(() => start({ always: false })));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    start({ always: true });
  });
  if (box.hasAttribute("data-starts")) {
    // The browser's own title of the page may be replaced, as long as no one changed it.
    written.set("title", form.elements.title.value);
    start({ always: true });
  }
}

/* Our own sentence, in which the title of an entry is escaped. */
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.childNodes];
}

function describe(filled, problem) {
  const names = new Intl.ListFormat("en-US").format(filled);
  const first = filled.length ? `Filled in: ${names}. Check it, and correct what is wrong. ` : "";
  return `${first}${problem}`.trim() || "The form already has what the page says.";
}

/* A click would run it here, which our own security policy refuses. */
for (const link of document.querySelectorAll("[data-bookmarklet]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("[data-bookmarklet-status]").textContent =
      "Don’t click this link here: drag it to the bookmarks bar.";
  });
}
