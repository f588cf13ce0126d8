// Counts that a page was read: once it has been in view for a while, and with nothing about whom.

const ENOUGH = 5_000;

const element = document.querySelector("[data-count-read]");
if (element) {
  setTimeout(() => {
    if (document.visibilityState === "visible") navigator.sendBeacon(element.dataset.countRead);
  }, ENOUGH);
}
