/* Choices of an image show it. Runs after Django has made its search boxes. */

const { jQuery } = window.django;
const FIELDS = ["lead_image", "portrait", "parent_logo"];

function describe(choice) {
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

jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const { appLabel, modelName, fieldName } = select.dataset;
    if (!FIELDS.includes(fieldName)) continue;
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
      templateResult: describe,
      templateSelection: describe,
    });
  }
});
