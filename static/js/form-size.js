/* Before a form is sent, says if it is too large for the site, while everything is still in it. */

import { advise, describeTooLong } from "./editor/length.js";
import { showProblem } from "./form-problem.js";

const MEGABYTE = 1024 * 1024;
// What a browser adds for each field.
const OVERHEAD = 200;

// First of all: other modules ask the site something before a form is sent.
addEventListener("submit", check, { capture: true });

function check(event) {
  const form = event.target;
  if (form.method !== "post") return;
  const problem = findProblem(form, event.submitter);
  if (!problem) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  showProblem(form, problem.sentence);
  problem.field?.focus();
}

function findProblem(form, submitter) {
  for (const field of form.querySelectorAll("textarea[data-longest]")) {
    const sentence = describeTooLong(field);
    if (sentence) return { field, sentence: `${nameOf(field)}: ${sentence}` };
  }
  const parts = [...new FormData(form, submitter)].map(([name, value]) => ({
    name,
    value,
    size: measure(form, value) + OVERHEAD,
  }));
  const largest = Number(document.querySelector("meta[name=largest-form]")?.content);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (!largest || size <= largest) return null;
  const { name, value } = parts.reduce((one, other) => (one.size < other.size ? other : one));
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
  const advice = value instanceof File ? "Choose a smaller file." : advise(value);
  const sentence =
    `This form is ${inMegabytes(size)}, and the site accepts at most ${inMegabytes(largest)} at a ` +
    `time. Most of it is in “${nameOf(field)}.” ${advice}`;
  return { field, sentence };
}

function measure(form, value) {
  if (value instanceof File) return value.size;
  // Forms without files send everything except plain letters as several characters.
  return form.enctype === "multipart/form-data"
    ? new Blob([value]).size
    : new URLSearchParams({ value }).toString().length;
}

function nameOf(field) {
  return field?.labels?.[0]?.textContent.trim().replace(/:$/, "") ?? field?.name;
}

function inMegabytes(bytes) {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
