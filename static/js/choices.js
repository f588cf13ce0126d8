/* The admin's search boxes: adds labels for screen readers, and thumbnails where an image is chosen.
   Runs after Django has set them up. */

const jQuery = window.django?.jQuery;
const IMAGE_FIELDS = ["lead_image", "card_image", "portrait", "logo", "icon", "share_picture", "parent_logo"];

function prepare(select) {
  const { appLabel, modelName, fieldName } = select.dataset;
  // Select2 puts the button that clears all choices into a list, where it isn't valid.
  if (select.multiple) jQuery(select).data("allowClear", false);
  const templates = IMAGE_FIELDS.includes(fieldName)
    ? { templateResult: showChoice, templateSelection: showChoice }
    : { templateResult: showWithNote };
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
    ...templates,
  });
  addLabels(select);
}

function addLabels(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const text = label?.textContent.trim() ?? select.name;
  const box = jQuery(select).data("select2").$container[0];
  if (select.multiple) {
    box.querySelector(".select2-search__field").setAttribute("aria-label", text);
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
    for (const part of [field, list]) part?.setAttribute("aria-label", text);
    // Since jQuery 3.6, Select2 no longer focuses the field it opens.
    field?.focus();
  });
}

function showChoice(choice) {
  if (!choice.id) return choice.text;
  const thumbnail = document.createElement("img");
  thumbnail.src = `/admin/content/image/${choice.id}/thumbnail/`;
  thumbnail.alt = "";
  thumbnail.className = "choice-picture";
  const label = document.createElement("span");
  label.textContent = choice.text;
  const row = document.createElement("span");
  row.className = "choice";
  row.append(thumbnail, label);
  return row;
}

/* What is offered, with what the site knows of it; what is chosen has its name only. */
function showWithNote({ text, note }) {
  if (!note) return text;
  const words = document.createElement("span");
  words.className = "choice-note";
  words.textContent = note;
  const row = document.createElement("span");
  row.append(text, " ", words);
  return row;
}

function prepareAll(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    if (!select.name.includes("__prefix__")) prepare(select);
  }
}

jQuery?.(() => prepareAll(document));
document.addEventListener("formset:added", (event) => prepareAll(event.target));
