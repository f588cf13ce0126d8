/* Counts something, unless the reader objects or is a robot. Sends nothing about the reader: not
   even a cookie. */

const { doNotTrack, globalPrivacyControl, webdriver } = navigator;
const mayCount = doNotTrack !== "1" && !globalPrivacyControl && !webdriver;

export function count(address, facts) {
  if (!mayCount) return;
  const body = new URLSearchParams(facts);
  // A count that is lost on the way is no fault of the page.
  fetch(address, { method: "POST", body, credentials: "omit", keepalive: true }).catch(() => {});
}
