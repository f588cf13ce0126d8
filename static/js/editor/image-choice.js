/* In the dialog for an image: those that are on the site already, and what was said of the last ones. */

import { nothingFound } from "../combobox.js";
import { get } from "./requests.js";

const WAIT = 200; // milliseconds after a key before asking

export function addImageChoice(dialog, { url, choose }) {
  const parts = { upload: dialog.querySelector("[data-upload]"), choose: dialog.querySelector("[data-choose]") };
  const search = dialog.querySelector("[data-image-search]");
  const list = dialog.querySelector("[data-image-list]");
  const found = dialog.querySelector("[data-images-found]");
  const switches = [...dialog.querySelectorAll("[data-part]")];
  let timer;
  let request;

  function show(name) {
    for (const [key, part] of Object.entries(parts)) part.hidden = key !== name;
    for (const each of switches) each.setAttribute("aria-pressed", String(each.dataset.part === name));
    if (name === "choose") search.focus();
  }

  async function refresh() {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const words = search.value.trim();
      const query = new URLSearchParams({ q: words });
      const answer = await get(`${url}?${query}`);
      if (signal.aborted) return;
      list.replaceChildren(...answer.images.map(writeChoice));
      const isEmpty = !answer.images.length;
      found.textContent = isEmpty ? (words ? nothingFound(words) : "There are no images yet.") : "";
      suggest(dialog, "image-credits", answer.credits);
      suggest(dialog, "image-licenses", answer.licenses);
    } catch (error) {
      found.textContent = error.message;
    }
  }

  function writeChoice(image) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const picture = document.createElement("img");
    const words = document.createElement("span");
    Object.assign(picture, { src: image.thumbnail, alt: "", loading: "lazy" });
    words.textContent = image.words;
    button.type = "button";
    button.append(picture, words);
    button.addEventListener("click", () => choose(image));
    item.append(button);
    return item;
  }

  for (const each of switches) each.addEventListener("click", () => show(each.dataset.part));
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT);
  });
  search.addEventListener("keydown", (event) => {
    // Not the other part's button.
    if (event.key === "Enter") event.preventDefault();
  });
  refresh();
}

function suggest(dialog, id, words) {
  const options = words.map((value) => Object.assign(document.createElement("option"), { value }));
  dialog.querySelector(`#${id}`).replaceChildren(...options);
}
