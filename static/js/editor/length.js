/* Whether a text is too long to be saved. The site says the same in content/editing/forms/lengths.py,
   but a long text can take minutes to get there. */

export function describeTooLong(textarea) {
  const longest = Number(textarea.dataset.longest);
  const { value } = textarea;
  if (!longest || value.length <= longest) return "";
  // Characters as the site counts them: some take two places here.
  const count = [...value].length;
  if (count <= longest) return "";
  return (
    `This text has ${count.toLocaleString("en")} characters. ` +
    `The limit is ${longest.toLocaleString("en")}. ${advise(value)}`
  );
}

export function advise(text) {
  return text.includes("data:image/")
    ? "It contains an embedded picture (“data:image/…”): delete that, and add the picture with the " +
        "Image button."
    : "Split it into several texts.";
}
