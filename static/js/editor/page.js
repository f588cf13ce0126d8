/* Shows the whole page in another tab, with what is in the form but not saved. */

export function addPagePreview(editor, textarea) {
  const button = editor.querySelector("[data-page-preview]");
  const { form } = textarea;
  const address = previewAddress(location.pathname);
  button.hidden = !address || !form.matches(".entry");
  button.addEventListener("click", () => {
    // A form of its own: the other one would be taken for saved.
    const copy = document.createElement("form");
    Object.assign(copy, { method: "post", action: address, target: "_blank", hidden: true });
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") copy.append(field(name, value));
    }
    copy.append(field("_width", innerWidth < 768 ? "phone" : "desktop"));
    document.body.append(copy);
    copy.submit();
    copy.remove();
  });
}

function previewAddress(path) {
  const found = path.match(/^(.*\/)(?:add|(\d+)\/change)\/$/);
  return found && `${found[1]}${found[2] ? `${found[2]}/` : ""}preview-page/`;
}

function field(name, value) {
  // An input would change line breaks.
  const element = document.createElement("textarea");
  Object.assign(element, { name, value });
  return element;
}
