/* Shows while someone types how search results and other sites will show the entry. */

const preview = document.querySelector(".search-preview");
const fields = document.querySelector("form.entry")?.elements;

if (preview && fields) {
  const stored = {};
  for (const shown of preview.querySelectorAll("[data-length]")) {
    stored[shown.dataset.length] = shown.dataset.stored;
  }
  // Without a summary, the description is how the text began when it was last saved.
  const began = fields.summary?.value || fields.search_description?.value ? "" : stored.description;
  const address = preview.querySelector("[data-address]");
  const [, start, end] = /^(.*\/)[^/]+(\/)$/.exec(address.textContent) ?? [];

  const update = () => {
    const heading = fields.title?.value.trim() || stored.title;
    show("title", fields.search_title?.value.trim() || heading);
    show("description", value("search_description") || value("summary") || began);
    preview.querySelector("[data-heading]").textContent = heading;
    if (start && value("slug")) address.textContent = start + value("slug") + end;
  };
  const value = (name) => fields[name]?.value.trim().replace(/\s+/g, " ") ?? "";
  for (const name of ["title", "summary", "slug", "search_title", "search_description"]) {
    fields[name]?.addEventListener("input", update);
  }
}

function show(name, text) {
  const length = preview.querySelector(`[data-length="${name}"]`);
  const limit = Number(length.dataset.limit);
  const count = [...text].length;
  preview.querySelector(`[data-shown="${name}"]`).textContent =
    count > limit ? `${[...text].slice(0, limit - 1).join("").trimEnd()}…` : text;
  length.textContent =
    count > limit
      ? `${count} characters. Results show about ${limit} and cut the end.`
      : `${count} of about ${limit} characters.`;
}
