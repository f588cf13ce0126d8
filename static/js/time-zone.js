/* Replaces a list of time zones by a field that searches them by city, United States first. */

import { addCombobox } from "./combobox.js";

const MOST = 12;

for (const select of document.querySelectorAll("select[data-time-zone]")) prepare(select);

function prepare(select) {
  const zones = [...select.options].map((option) => ({
    option,
    name: option.text,
    label: option.closest("optgroup")?.label === "United States" ? "US" : "",
    cities: (option.dataset.also ?? "").split(", "),
    words: plain(`${option.text} ${option.dataset.also ?? ""}`),
  }));
  const input = document.createElement("input");
  input.type = "text";
  input.id = `${select.id}_search`;
  input.className = "vTextField";
  input.spellcheck = false;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  const box = document.createElement("div");
  box.className = "time-zone";
  box.append(input);
  select.after(box);
  for (const label of [...select.labels]) label.htmlFor = input.id;
  select.hidden = true;

  const show = () => {
    input.value = select.selectedOptions[0]?.text ?? "";
  };
  const list = addCombobox(input, {
    label: "Time zones",
    selectsFirst: true,
    ask: async (words) => {
      // As long as nothing was typed, everything is offered.
      const typed = words === select.selectedOptions[0]?.text ? "" : plain(words);
      const found = zones.filter((zone) => matches(zone.words, typed)).slice(0, MOST);
      return found.map((zone) => ({ ...zone, label: zone.label || cityIn(zone, typed) }));
    },
    choose: ({ option }) => {
      select.value = option.value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      show();
      list.close();
    },
  });
  show();
  input.addEventListener("click", () => {
    input.select();
    list.refresh();
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && input.getAttribute("aria-expanded") === "false") list.refresh();
  });
  // What is not a time zone is not kept.
  input.addEventListener("blur", show);
  select.addEventListener("change", show);
}

/* Whether each typed word begins a word of the zone. */
function matches(words, typed) {
  return typed.split(" ").every((word) => ` ${words}`.includes(` ${word}`));
}

/* The city by which a zone was found, unless its name has what was typed. */
function cityIn({ name, cities }, typed) {
  if (matches(plain(name), typed)) return "";
  return cities.find((city) => matches(plain(city), typed)) ?? "";
}

function plain(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
