/* Adds the reader's local time to an event's time if they differ.

   The browser knows the rules of every time zone on the day of the event, when daylight saving time
   may have started in only one of the two. */

const CLOCK = { hour: "numeric", minute: "2-digit" };
const DAY = { weekday: "long", month: "long", day: "numeric", year: "numeric" };

function format(moment, options, timeZone) {
  return new Intl.DateTimeFormat("en-US", { ...options, timeZone }).format(moment);
}

/* Returns the time in the site's style: 3:00 pm. */
function formatTime(moment) {
  return format(moment, CLOCK).replace(/\s?([AP])M$/, (_, half) => ` ${half.toLowerCase()}m`);
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

/* Returns the event's local time, with the day if it differs from the day in the event's zone. */
function formatLocal(start, end, zone) {
  if (!end) return isSameDay(start, zone) ? formatTime(start) : `${formatTime(start)}, ${format(start, DAY)},`;
  if (format(start, DAY) !== format(end, DAY)) {
    return `${formatTime(start)}, ${format(start, DAY)} – ${formatTime(end)}, ${format(end, DAY)},`;
  }
  const [from, to] = [formatTime(start), formatTime(end)];
  const sameHalf = from.slice(-2) === to.slice(-2);
  const hours = `${sameHalf ? from.slice(0, -3) : from}–${to}`;
  return isSameDay(start, zone) && isSameDay(end, zone) ? hours : `${hours}, ${format(start, DAY)},`;
}

for (const element of document.querySelectorAll("time[data-local-time]")) {
  const { end: endsAt, zone } = element.dataset;
  const start = new Date(element.dateTime);
  const end = endsAt ? new Date(endsAt) : null;
  if (isSame(start, zone) && (!end || isSame(end, zone))) continue;
  const local = document.createElement("span");
  local.className = "local-time";
  local.textContent = ` (${formatLocal(start, end, zone)} your time)`;
  element.after(local);
}
