/* Counts a page as read once it has been visible for a while. Sends nothing about the reader. */

const READ_AFTER = 5_000;

const element = document.querySelector("[data-count-read]");
if (element) {
  let seen = 0;
  let since = 0;
  let timer;

  const update = () => {
    clearTimeout(timer);
    if (since) seen += performance.now() - since;
    since = 0;
    if (seen >= READ_AFTER) {
      document.removeEventListener("visibilitychange", update);
      navigator.sendBeacon(element.dataset.countRead);
    } else if (document.visibilityState === "visible") {
      since = performance.now();
      timer = setTimeout(update, READ_AFTER - seen);
    }
  };

  document.addEventListener("visibilitychange", update);
  update();
}
