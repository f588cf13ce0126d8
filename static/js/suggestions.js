/* Suggests titles and names below search fields while a reader types. */

import { addCombobox } from "./combobox.js";

for (const form of document.querySelectorAll("[data-suggestions]")) {
  addCombobox(form.querySelector("input[type=search]"), {
    label: "Suggestions",
    shortest: 3,
    saysNothing: "suggestsAll" in form.dataset,
    ask: async (words) => {
      const query = new URLSearchParams({ q: words });
      const response = await fetch(`${form.dataset.suggestions}?${query}`);
      return response.ok ? (await response.json()).suggestions : null;
    },
    choose: ({ path }) => location.assign(path),
  });
}
