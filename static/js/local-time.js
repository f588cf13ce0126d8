/* Adds the reader's own time to the time of an event, where their clocks show another one.

   The browser knows the rules of every zone, also those of the event's day, on which the reader's
   clocks may have been changed and the host's not yet, or the other way round. */

const HOUR = { hour: "numeric", minute: "2-digit" };
const DAY = { weekday: "long", month: "long", day: "numeric" };

function say(moment, options, zone) {
  return new Intl.DateTimeFormat("en-US", { ...options, timeZone: zone }).format(moment);
}

function hour(moment, zone) {
  return say(moment, HOUR, zone).replace(/\s?([AP])M/, (_, half) => `\u00a0${half.toLowerCase()}m`);
}

function readersTime(element) {
  const start = new Date(element.dateTime);
  const end = element.dataset.end ? new Date(element.dataset.end) : null;
  const there = element.dataset.zone;
  const whole = { ...HOUR, ...DAY };
  if (say(start, whole) === say(start, whole, there)) {
    if (!end || say(end, whole) === say(end, whole, there)) return "";
  }

  let words = hour(start);
  if (end) {
    const last = hour(end);
    const sameHalf = words.slice(-2) === last.slice(-2);
    words = `${sameHalf ? words.slice(0, -3) : words}–${last}`;
  }
  if (say(start, DAY) !== say(start, DAY, there)) words += `, ${say(start, DAY)},`;
  return `${words} your time`;
}

for (const element of document.querySelectorAll("time[data-local-time]")) {
  const words = readersTime(element);
  if (!words) continue;
  const own = document.createElement("span");
  own.className = "local-time";
  own.textContent = ` (${words})`;
  element.after(own);
}
