/* A place in a text that stays where it is while the text around it changes. */

/* The selection as it is now. `from` and `to` move along with the text until `release`. */
export function keepPlace(textarea) {
  let value = textarea.value;
  let composing = false;
  const place = { from: textarea.selectionStart, to: textarea.selectionEnd, release, whenFree };

  function update() {
    const change = findChange(value, textarea.value, textarea.selectionEnd);
    value = textarea.value;
    // What is typed at the place comes after what will be inserted there.
    const touched = change.start < place.to && change.end > place.from;
    place.from = move(place.from, change);
    place.to = touched ? place.from : Math.max(place.from, move(place.to, change));
  }

  function startComposing() {
    composing = true;
  }

  function endComposing() {
    composing = false;
  }

  /* Run it now, or when the writer has finished a character of several keys. */
  function whenFree(run) {
    if (composing) textarea.addEventListener("compositionend", () => setTimeout(run), { once: true });
    else run();
  }

  function release() {
    textarea.removeEventListener("input", update);
    textarea.removeEventListener("compositionstart", startComposing);
    textarea.removeEventListener("compositionend", endComposing);
  }

  textarea.addEventListener("input", update);
  textarea.addEventListener("compositionstart", startComposing);
  textarea.addEventListener("compositionend", endComposing);
  return place;
}

/* Where a position is after a change. One at the start of the change stays. */
function move(position, { start, end, length }) {
  if (position <= start) return position;
  if (position >= end) return position + length - (end - start);
  return start;
}

/* What changed: the part from `start` to `end` of the old text became `length` characters. */
function findChange(before, after, cursor) {
  let tail = after.length - cursor;
  if (tail > before.length || before.slice(before.length - tail) !== after.slice(cursor)) {
    tail = 0;
    const most = Math.min(before.length, after.length);
    while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  }
  let start = 0;
  const most = Math.min(before.length, after.length) - tail;
  while (start < most && before[start] === after[start]) start += 1;
  return { start, end: before.length - tail, length: after.length - tail - start };
}
