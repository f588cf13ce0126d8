/* The admin's search boxes: named for screen readers, and with pictures where images are chosen.
   Runs after Django has made them. */

const jQuery = window.django?.jQuery;
const PICTURED = ["lead_image", "portrait", "parent_logo"];

function prepare(select) {
  const { appLabel, modelName, fieldName } = select.dataset;
  // Select2 puts the button that clears many choices where only list items may stand.
  if (select.multiple) jQuery(select).data("allowClear", false);
  const pictured = PICTURED.includes(fieldName) && { templateResult: show, templateSelection: show };
  jQuery(select).select2({
    ajax: {
      data: ({ term, page }) => ({
        term,
        page,
        app_label: appLabel,
        model_name: modelName,
        field_name: fieldName,
      }),
    },
    ...pictured,
  });
  name(select);
}

function name(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const words = label?.textContent.trim() ?? select.name;
  const box = jQuery(select).data("select2").$container[0];
  if (select.multiple) {
    box.querySelector(".select2-search__field").setAttribute("aria-label", words);
  } else if (label) {
    label.id ||= `${select.id}_label`;
    const chosen = box.querySelector(".select2-selection__rendered");
    chosen.setAttribute("aria-labelledby", label.id);
    box
      .querySelector(".select2-selection")
      .setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
  }
  jQuery(select).on("select2:open", () => {
    const field = document.querySelector(".select2-container--open .select2-search__field");
    const list = document.querySelector(".select2-container--open [role=listbox]");
    for (const part of [field, list]) part?.setAttribute("aria-label", words);
    // Since jQuery 3.6 the field that has just opened is not focused.
    field?.focus();
  });
}

function show(choice) {
  if (!choice.id) return choice.text;
  const picture = document.createElement("img");
  picture.src = `/admin/content/image/${choice.id}/thumbnail/`;
  picture.alt = "";
  picture.className = "choice-picture";
  const words = document.createElement("span");
  words.textContent = choice.text;
  const row = document.createElement("span");
  row.className = "choice";
  row.append(picture, words);
  return row;
}

function prepareAll(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    if (!select.name.includes("__prefix__")) prepare(select);
  }
}

jQuery?.(() => prepareAll(document));
document.addEventListener("formset:added", (event) => prepareAll(event.target));
