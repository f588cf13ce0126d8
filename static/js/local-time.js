/* Adds the reader's own time to the times of events, where the reader's clocks show another one.

   The browser knows the rules of every zone, and those of the event's own day: on it, the reader's
   clocks may have been changed already and the host's not yet, or the other way round. */

const CLOCK = { hour: "numeric", minute: "2-digit" };
const DAY = { weekday: "long", month: "long", day: "numeric", year: "numeric" };

function say(moment, options, timeZone) {
  return new Intl.DateTimeFormat("en-US", { ...options, timeZone }).format(moment);
}

/* Returns the time as the site writes it: 3:00 pm. */
function clock(moment) {
  return say(moment, CLOCK).replace(/\s?([AP])M$/, (_, half) => ` ${half.toLowerCase()}m`);
}

function isSame(moment, zone) {
  try {
    return say(moment, { ...CLOCK, ...DAY }) === say(moment, { ...CLOCK, ...DAY }, zone);
  } catch {
    // A zone that is newer than this browser: it cannot be compared, so its reader is told.
    return false;
  }
}

function isSameDay(moment, zone) {
  try {
    return say(moment, DAY) === say(moment, DAY, zone);
  } catch {
    return false;
  }
}

/* Returns when that is for the reader, with each day that is not the one in the host's zone. */
function sayOwn(start, end, zone) {
  if (!end) return isSameDay(start, zone) ? clock(start) : `${clock(start)}, ${say(start, DAY)},`;
  if (say(start, DAY) !== say(end, DAY)) {
    return `${clock(start)}, ${say(start, DAY)} – ${clock(end)}, ${say(end, DAY)},`;
  }
  const [from, to] = [clock(start), clock(end)];
  const isSameHalf = from.slice(-2) === to.slice(-2);
  const hours = `${isSameHalf ? from.slice(0, -3) : from}–${to}`;
  return isSameDay(start, zone) && isSameDay(end, zone) ? hours : `${hours}, ${say(start, DAY)},`;
}

for (const element of document.querySelectorAll("time[data-local-time]")) {
  const { end: endsAt, zone } = element.dataset;
  const start = new Date(element.dateTime);
  const end = endsAt ? new Date(endsAt) : null;
  if (isSame(start, zone) && (!end || isSame(end, zone))) continue;
  const own = document.createElement("span");
  own.className = "local-time";
  own.textContent = ` (${sayOwn(start, end, zone)} your time)`;
  element.after(own);
}
