/* Leads from what the check found to the field where it’s fixed, opening what is folded. */

const FIELDS = "input, textarea, select";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-to-field]");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
  const field = target.matches(FIELDS) ? target : firstShown(target);
  // A select box with search has a box of its own, where its field was.
  const search = field?.nextElementSibling?.querySelector(".select2-search__field, [role=combobox]");
  (search ?? field)?.focus();
});

/* In the rows of people, their first, or what adds one. */
function firstShown(group) {
  return [...group.querySelectorAll("select, .add-row a")].find((each) => each.getClientRects().length);
}
