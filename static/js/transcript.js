/* Adds a search field to a transcript. Passages without a match are hidden. */

const transcript = document.querySelector("[data-transcript]");
// Without the Highlight API, passages are still found, but matches are not marked.
const marks = window.Highlight && CSS.highlights ? new Highlight() : null;
if (marks) CSS.highlights.set("found", marks);

function textOf(passage) {
  return passage.lastElementChild.firstChild;
}

function highlight(text, query) {
  const lowercase = text.data.toLowerCase();
  // Lowercasing some characters changes the length, and so the positions.
  if (lowercase.length !== text.data.length) return;
  for (let at = lowercase.indexOf(query); at >= 0; at = lowercase.indexOf(query, at + query.length)) {
    const range = new Range();
    range.setStart(text, at);
    range.setEnd(text, at + query.length);
    marks.add(range);
  }
}

function filter(query) {
  marks?.clear();
  let count = 0;
  let chapter = null;
  let speaker = null;
  for (const part of transcript.querySelectorAll(".chapter, .speaker, .passage")) {
    const isPassage = part.matches(".passage");
    if (part.matches(".chapter")) chapter = part;
    else if (!isPassage) speaker = part;
    const matches = !query || (isPassage && textOf(part).data.toLowerCase().includes(query));
    part.hidden = !matches;
    if (!isPassage || !matches) continue;
    count += 1;
    for (const head of [chapter, speaker]) if (head) head.hidden = false;
    if (query && marks) highlight(textOf(part), query);
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
  const summary = document.createElement("span");
  summary.className = "meta";
  summary.setAttribute("role", "status");
  box.append(label, field, summary);
  transcript.querySelector("summary").after(box);

  function update() {
    const query = field.value.trim().replace(/\s+/g, " ").toLowerCase();
    const count = filter(query);
    if (!query) summary.textContent = "";
    else if (count === 0) summary.textContent = "No matches";
    else summary.textContent = count === 1 ? "1 passage" : `${count} passages`;
  }

  field.addEventListener("input", update);
  return () => {
    field.value = "";
    update();
  };
}

function setUp() {
  const showAll = addField();

  // A link to a passage opens the transcript and clears the search, if necessary.
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

if (transcript) setUp();
