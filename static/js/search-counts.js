/* Counts a search and which results were opened. */

import { count } from "./counting.js";

const results = document.querySelector("[data-searched]");
if (results) {
  const { searched: words, found, count: address } = results.dataset;
  const send = (facts) => count(address, { words, ...facts });

  // Once for each search: not for its second page, nor when a reader comes back to it.
  const isFirstPage = !new URLSearchParams(location.search).has("page");
  const [visit] = performance.getEntriesByType("navigation");
  if (isFirstPage && visit?.type === "navigate") send({ found });
  results.addEventListener("click", (event) => {
    const entry = event.target.closest("a") && event.target.closest("[data-entry]");
    if (entry) send({ opened: entry.dataset.entry });
  });
}
