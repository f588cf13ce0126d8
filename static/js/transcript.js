/* A field to look for words in a transcript: what does not have them is hidden meanwhile. */

const transcript = document.querySelector("[data-transcript]");
// Of browsers that cannot mark a text without changing it, readers find it all the same.
const marks = window.Highlight && CSS.highlights ? new Highlight() : null;
if (marks) CSS.highlights.set("found", marks);

function wordsOf(passage) {
  return passage.lastElementChild.firstChild;
}

function markWords(text, words) {
  const letters = text.data.toLowerCase();
  // Where a small letter is longer than its capital, their places differ.
  if (letters.length !== text.data.length) return;
  for (let at = letters.indexOf(words); at >= 0; at = letters.indexOf(words, at + words.length)) {
    const range = new Range();
    range.setStart(text, at);
    range.setEnd(text, at + words.length);
    marks.add(range);
  }
}

function narrow(words) {
  marks?.clear();
  let count = 0;
  let chapter = null;
  let speaker = null;
  for (const part of transcript.querySelectorAll(".chapter, .speaker, .passage")) {
    const isPassage = part.matches(".passage");
    if (part.matches(".chapter")) chapter = part;
    else if (!isPassage) speaker = part;
    const fits = !words || (isPassage && wordsOf(part).data.toLowerCase().includes(words));
    part.hidden = !fits;
    if (!isPassage || !fits) continue;
    count += 1;
    for (const head of [chapter, speaker]) if (head) head.hidden = false;
    if (words && marks) markWords(wordsOf(part), words);
  }
  return count;
}

function addField() {
  const box = document.createElement("p");
  box.className = "transcript-search";
  const label = document.createElement("label");
  label.htmlFor = "transcript-words";
  label.textContent = "Find in the transcript";
  const field = document.createElement("input");
  field.type = "search";
  field.id = label.htmlFor;
  field.autocomplete = "off";
  const found = document.createElement("span");
  found.className = "meta";
  found.setAttribute("role", "status");
  box.append(label, field, found);
  transcript.querySelector("summary").after(box);

  function look() {
    const words = field.value.trim().replace(/\s+/g, " ").toLowerCase();
    const count = narrow(words);
    if (!words) found.textContent = "";
    else if (count === 0) found.textContent = "No passage has this";
    else found.textContent = count === 1 ? "1 passage has this" : `${count} passages have this`;
  }

  field.addEventListener("input", look);
  return () => {
    field.value = "";
    look();
  };
}

function addWays() {
  const showAll = addField();

  // A link to a passage leads there, folded away or not.
  function reveal() {
    const passage = transcript.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`);
    if (!passage || (transcript.open && !passage.hidden)) return;
    transcript.open = true;
    showAll();
    passage.scrollIntoView();
  }

  addEventListener("hashchange", reveal);
  reveal();
}

if (transcript) addWays();
