/* The Markdown editor: a toolbar, a live preview, and images, around a plain text area. */

import { addCommands } from "./editor/commands.js";
import { addDialogs } from "./editor/dialogs.js";
import { addImages } from "./editor/images.js";
import { describeTooLong } from "./editor/length.js";
import { addLinks } from "./editor/links.js";
import { addLists } from "./editor/lists.js";
import { addPagePreview } from "./editor/page.js";
import { addPaste } from "./editor/paste.js";
import { addPreview } from "./editor/preview.js";
import { addSaving } from "./editor/saving.js";

for (const editor of document.querySelectorAll("[data-editor]")) {
  const textarea = editor.querySelector("textarea");
  const status = editor.querySelector("[data-status]");
  const notice = editor.querySelector("[data-notice]");
  const showStatus = (message) => {
    status.textContent = message;
  };
  // Stays until the text changes again.
  const showNotice = (...content) => notice.replaceChildren(...content);
  textarea.addEventListener("input", () => showNotice(describeTooLong(textarea)));
  const images = addImages(editor, textarea, { showStatus, showNotice });
  addPaste(editor, textarea, { showStatus, showNotice, images });
  addCommands(editor, textarea, {
    ...addLinks(editor, textarea),
    ...addDialogs(editor, textarea),
    image: images.choose,
  });
  addLists(textarea, showNotice);
  addPreview(editor, textarea, showStatus);
  editor.querySelector(".editor-bar").hidden = false;
  addPagePreview(editor, textarea);
  addSaving(textarea);
}
