/* Suggests titles and names below search fields while a reader types. What shows them is fetched once a
   reader comes to the field: most never do. */

for (const form of document.querySelectorAll("[data-suggestions]")) {
  const input = form.querySelector("input[type=search]");
  // Read aloud, and used by the browser, as soon as the field has the focus.
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("autocomplete", "off");
  const begin = () => suggest(form, input).catch(() => {}); // The search works without.
  if (document.activeElement === input) begin();
  else input.addEventListener("focus", begin, { once: true });
}

async function suggest(form, input) {
  const before = input.value;
  const { addCombobox } = await import("./combobox.js");
  const { refresh } = addCombobox(input, {
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
  if (input.value !== before) refresh();
}
