// Counts that a page was read: once it has been in view for a while, and with nothing about whom.

const ENOUGH = 5_000;

const element = document.querySelector("[data-count-read]");
if (element) {
  let seen = 0;
  let since = 0;
  let timer;

  const look = () => {
    clearTimeout(timer);
    if (since) seen += performance.now() - since;
    since = 0;
    if (seen >= ENOUGH) {
      document.removeEventListener("visibilitychange", look);
      navigator.sendBeacon(element.dataset.countRead);
    } else if (document.visibilityState === "visible") {
      since = performance.now();
      timer = setTimeout(look, ENOUGH - seen);
    }
  };

  document.addEventListener("visibilitychange", look);
  look();
}
