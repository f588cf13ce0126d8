/* Paste or drop an image into the text: it asks for alternative text, uploads it, inserts it. */

import { post } from "./requests.js";
import { insertBlock } from "./text.js";

// Larger ones are uploaded all the same, but not shown in the dialog.
const LARGEST_SHOWN = 8 * 1024 * 1024;

export function addImages(editor, textarea, say) {
  const template = editor.querySelector("template[data-image-dialog]");
  const waiting = [];

  function choose() {
    openDialog(null);
  }

  function take(files) {
    const images = [...files].filter((file) => file.type.startsWith("image/"));
    if (images.length < files.length) say("Only images can be put into the text.");
    waiting.push(...images);
    if (!document.querySelector("dialog.image-dialog[open]")) next();
  }

  function next() {
    const file = waiting.shift();
    if (file) openDialog(file);
  }

  function openDialog(file) {
    const dialog = template.content.firstElementChild.cloneNode(true);
    document.body.append(dialog);
    const form = dialog.querySelector("form");
    const fields = form.elements;
    const { selectionStart, selectionEnd } = textarea;
    let chosen = file;
    if (file) dialog.querySelector(".image-dialog-file").hidden = true;
    show(dialog, file);
    fields.file.addEventListener("change", () => {
      chosen = fields.file.files[0] ?? null;
      show(dialog, chosen);
    });
    fields.decorative.addEventListener("change", () => {
      fields.alt.disabled = fields.decorative.checked;
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = await upload(dialog, chosen);
      if (!text) return;
      // What is behind an open dialog takes no text.
      dialog.close();
      textarea.setSelectionRange(selectionStart, selectionEnd);
      insertBlock(textarea, text);
      say("The image is in the text.");
    });
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      textarea.focus();
      next();
    });
    dialog.showModal();
    (file ? fields.alt : fields.file).focus();
  }

  function show(dialog, file) {
    const shown = dialog.querySelector(".image-dialog-shown");
    shown.hidden = true;
    if (!file || file.size > LARGEST_SHOWN) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      shown.src = reader.result;
      shown.hidden = false;
    });
    reader.readAsDataURL(file);
  }

  /* Returns the Markdown for the image once the site has it. */
  async function upload(dialog, file) {
    const { elements: fields } = dialog.querySelector("form");
    const complain = (words) => {
      dialog.querySelector(".image-dialog-error").textContent = words;
    };
    const alt = fields.decorative.checked ? "" : fields.alt.value.trim();
    if (!file) return complain("Choose a file first.");
    if (!alt && !fields.decorative.checked) {
      fields.alt.focus();
      return complain("Say what the picture shows, or mark it as decorative.");
    }
    const button = dialog.querySelector("[type=submit]");
    button.disabled = true;
    complain("");
    say(`Uploading ${file.name} …`);
    try {
      const image = await post(
        editor.dataset.uploadUrl,
        {
          file,
          alt,
          ...(fields.decorative.checked && { decorative: "on" }),
          credit: fields.credit.value.trim(),
          license: fields.license.value.trim(),
        },
        { editor },
      );
      return markdown(image.url, alt, fields.caption.value.trim());
    } catch (error) {
      say("");
      return complain(error.message);
    } finally {
      button.disabled = false;
    }
  }

  textarea.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  textarea.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  textarea.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  return { choose };
}

function markdown(url, words, caption) {
  const alt = words.replaceAll(/[[\]\\]/g, "\\$&").replaceAll(/\s+/g, " ");
  const title = caption ? ` "${caption.replaceAll(/["\\]/g, "\\$&")}"` : "";
  return `![${alt}](${url}${title})`;
}
