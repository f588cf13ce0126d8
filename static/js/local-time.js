/* Adds the reader's local time to an event's time if they differ.

   The browser knows the rules of every time zone on the day of the event, when daylight saving time
   may have started in only one of the two. */

const CLOCK = { hour: "numeric", minute: "2-digit" };
const DAY = { weekday: "long", month: "long", day: "numeric", year: "numeric" };

function format(moment, options, timeZone) {
  return new Intl.DateTimeFormat("en-US", { ...options, timeZone }).format(moment);
}

/* Returns the time in a few characters: 3 pm, 3:30 pm. */
function formatTime(moment) {
  const time = format(moment, CLOCK).replace(/\s?([AP])M$/, (_, half) => ` ${half.toLowerCase()}m`);
  return time.replace(":00 ", " ");
}

function isSame(moment, zone) {
  try {
    return format(moment, { ...CLOCK, ...DAY }) === format(moment, { ...CLOCK, ...DAY }, zone);
  } catch {
    // The browser doesn't know the zone, so show the local time.
    return false;
  }
}

function isSameDay(moment, zone) {
  try {
    return format(moment, DAY) === format(moment, DAY, zone);
  } catch {
    return false;
  }
}

/* Returns a day in one word, which is clear within a week of the day that stands beside it. */
function formatDay(moment, start) {
  const isNear = moment - start < 6 * 24 * 60 * 60 * 1000;
  return format(moment, isNear ? { weekday: "long" } : { month: "long", day: "numeric" });
}

/* Returns the event's local time: 10–11:30 pm your time (ends Tuesday). Names the day on which it
   starts if it is another one than in the event's zone. */
function formatLocal(start, end, zone) {
  const day = isSameDay(start, zone) ? "" : ` ${formatDay(start, start)}`;
  const from = formatTime(start);
  if (!end) return `${from}${day} your time`;
  const to = formatTime(end);
  if (end - start > 12 * 60 * 60 * 1000) {
    return `${from}${day} your time (ends ${formatDay(end, start)}, ${to})`;
  }
  const hours = `${from.slice(-2) === to.slice(-2) ? from.slice(0, -3) : from}–${to}`;
  const endsLater = format(start, DAY) !== format(end, DAY);
  return `${hours}${day} your time${endsLater ? ` (ends ${formatDay(end, start)})` : ""}`;
}

for (const element of document.querySelectorAll("time[data-local-time]")) {
  const { end: endsAt, zone } = element.dataset;
  const start = new Date(element.dateTime);
  const end = endsAt ? new Date(endsAt) : null;
  if (isSame(start, zone) && (!end || isSame(end, zone))) continue;
  const local = document.createElement("span");
  local.className = "local-time";
  local.textContent = ` ${formatLocal(start, end, zone)}`;
  element.after(local);
}
