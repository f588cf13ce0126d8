/* Adds an image that is pasted, dropped, or chosen: asks for its description, uploads it, and
   inserts the Markdown that shows it. */

import { addImageChoice } from "./image-choice.js";
import { post } from "./requests.js";
import { insert, insertBlock } from "./text.js";

// Larger images are uploaded, too, but the dialog doesn't show them.
const LARGEST_SHOWN = 8 * 1024 * 1024;

/* Word, Excel, and others copy a picture of the text with it. Then the text is what is wanted. But
   with a file, some systems copy its name. */
function hasText(clipboard) {
  const names = new Set([...clipboard.files].map((file) => file.name));
  const lines = clipboard.getData("text/plain").trim().split(/\s*[\r\n]+\s*/);
  return lines.some((line) => line && !names.has(line));
}

/* Some systems don't know the type of an iPhone's photos. */
function isImage({ name, type }) {
  return type.startsWith("image/") || /\.(heic|heif)$/i.test(name);
}

/* Make a file of a picture that is its own address. */
function readPicture(name, data) {
  const [head, content] = data.split(",", 2);
  const type = head.slice(5).split(";")[0];
  const text = head.endsWith(";base64") ? atob(content) : decodeURIComponent(content);
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return new File([bytes], `${name}.${type.split("/")[1]}`, { type });
}

export function addImages(editor, textarea, { showStatus, showNotice }) {
  const template = editor.querySelector("template[data-image-dialog]");
  const queue = [];

  function choose() {
    openDialog(null);
  }

  function enqueue(files) {
    const images = [...files].filter(isImage);
    if (images.length < files.length) showStatus("Only images can be added to the text.");
    queue.push(...images.map((file) => ({ file })));
    openWaiting();
  }

  /* Add the pictures of a text that was pasted, each where it was. */
  function addPasted(pictures) {
    queue.push(...pictures.map(({ name, data }) => ({ file: readPicture(name, data), mark: name })));
    openWaiting();
  }

  function openWaiting() {
    if (!document.querySelector("dialog.image-dialog[open]")) openNext();
  }

  function openNext() {
    const next = queue.shift();
    if (next) openDialog(next.file, next.mark);
  }

  /* With a mark, the image replaces the mark in the text. */
  function openDialog(file, mark) {
    const dialog = template.content.firstElementChild.cloneNode(true);
    document.body.append(dialog);
    const form = dialog.querySelector("form");
    const fields = form.elements;
    const { selectionStart, selectionEnd } = textarea;
    let chosen = file;
    if (mark) fields.alt.value = findMark(mark)?.alt ?? "";
    if (file) dialog.querySelector(".image-dialog-file").hidden = true;
    showImage(dialog, file);
    fields.image.addEventListener("change", () => {
      chosen = fields.image.files[0] ?? null;
      showImage(dialog, chosen);
    });
    fields.decorative.addEventListener("change", () => {
      fields.alt.disabled = fields.decorative.checked;
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await upload(dialog, chosen);
      if (!answer) return;
      // Close first: a text area behind an open dialog can't be changed.
      dialog.close("added");
      const marked = mark && findMark(mark);
      if (marked) insert(textarea, answer.image_code, marked);
      else {
        textarea.setSelectionRange(selectionStart, selectionEnd);
        insertBlock(textarea, answer.image_code);
      }
      showStatus("The image has been added.");
      if (answer.note) showNotice(...describeKept(answer));
    });
    for (const button of dialog.querySelectorAll("[data-cancel]")) {
      button.addEventListener("click", () => dialog.close());
    }
    dialog.querySelector(".image-dialog-parts").hidden = Boolean(file);
    addImageChoice(dialog, {
      url: editor.dataset.imagesUrl,
      choose: (image) => {
        dialog.close("added");
        textarea.setSelectionRange(selectionStart, selectionEnd);
        insertBlock(textarea, image.image_code);
      },
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      textarea.focus();
      if (mark && dialog.returnValue !== "added") removeMark(mark);
      openNext();
    });
    dialog.showModal();
    (file ? fields.alt : fields.image).focus();
  }

  function findMark(mark) {
    const found = textarea.value.match(new RegExp(`!\\[([^\\]\\n]*)\\]\\(${mark}(?: "[^"]*")?\\)`));
    if (!found) return null;
    return { from: found.index, to: found.index + found[0].length, alt: found[1] };
  }

  function removeMark(mark) {
    const found = findMark(mark);
    if (!found) return;
    const after = textarea.value.slice(found.to).match(/^\n*/)[0].length;
    insert(textarea, "", { from: found.from, to: found.to + after });
    showNotice("A picture was left out of the text.");
  }

  function showImage(dialog, file) {
    const element = dialog.querySelector(".image-dialog-shown");
    element.hidden = true;
    if (!file || file.size > LARGEST_SHOWN) return;
    const reader = new FileReader();
    // Few browsers can show an iPhone's photo.
    element.addEventListener("load", () => {
      element.hidden = false;
    });
    reader.addEventListener("load", () => {
      element.src = reader.result;
    });
    reader.readAsDataURL(file);
  }

  /* Returns what the site answers once it has the image: the Markdown that shows it, and a note
     if it was there already with another description. */
  async function upload(dialog, image) {
    const { elements: fields } = dialog.querySelector("form");
    const showError = (message) => {
      dialog.querySelector(".editor-dialog-error").textContent = message;
    };
    const decorative = fields.decorative.checked;
    const alt = decorative ? "" : fields.alt.value.trim();
    if (!image) return showError("Choose a file first.");
    if (!alt && !decorative) {
      fields.alt.focus();
      return showError("Describe the image, or mark it as decorative.");
    }
    const button = dialog.querySelector("[type=submit]");
    button.disabled = true;
    showError("");
    showStatus(`Uploading ${image.name}…`);
    try {
      return await post(
        textarea.dataset.markdownxUploadUrlsPath,
        {
          image,
          alt,
          ...(decorative && { decorative: "on" }),
          caption: fields.caption.value,
          credit: fields.credit.value,
          license: fields.license.value,
        },
        { form: textarea.form },
      );
    } catch (error) {
      showStatus("");
      return showError(error.message);
    } finally {
      button.disabled = false;
    }
  }

  function describeKept(answer) {
    const link = document.createElement("a");
    Object.assign(link, { href: answer.change_url, target: "_blank", rel: "noopener" });
    link.textContent = "Change its description";
    return [`The image has been added. ${answer.note} `, link];
  }

  textarea.addEventListener("paste", (event) => {
    const { files } = event.clipboardData;
    if (!files.length) return;
    if (hasText(event.clipboardData)) {
      // With formatted text, the editor says so once it has been converted.
      if (event.clipboardData.getData("text/html")) return;
      const notice = "The text was pasted without the picture that came with it.";
      textarea.addEventListener("input", () => showNotice(notice), { once: true });
      return;
    }
    event.preventDefault();
    enqueue(files);
  });
  textarea.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  textarea.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    enqueue(event.dataTransfer.files);
  });
  return { choose, addPasted };
}
