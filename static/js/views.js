/* Counts a view of the page once it has been visible for a moment. A page that was fetched in
   advance is hidden until a reader opens it. */

import { count } from "./counting.js";

const VIEWED_AFTER = 2_000;

const { countView: address } = document.body.dataset;
// What search engines don't list isn't counted either: pages that belong to someone, forms, errors.
if (address && !document.querySelector('meta[name="robots"][content^="noindex"]')) {
  let timer;
  const update = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(send, VIEWED_AFTER);
  };
  const send = () => {
    document.removeEventListener("visibilitychange", update);
    const host = document.referrer ? new URL(document.referrer).hostname : "";
    const from = host === location.hostname ? "" : host;
    count(address, { path: location.pathname, ...(from && { from }) });
  };

  document.addEventListener("visibilitychange", update);
  update();
}
