/* Filters the check-in list by name while someone types. */

const field = document.querySelector("[data-check-in-filter]");
const found = document.querySelector("[data-check-in-found]");
const rows = [...document.querySelectorAll(".check-in > li[id]")];

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const names = new Map(
  rows.map((row) => [row, plain(row.querySelector(".check-in-name").textContent)]),
);

field?.addEventListener("input", () => {
  const words = plain(field.value.trim());
  for (const row of rows) row.hidden = !names.get(row).includes(words);
  const shown = rows.filter((row) => !row.hidden).length;
  found.textContent = words ? (shown ? `Showing ${shown} of ${rows.length}.` : "No matches.") : "";
});
