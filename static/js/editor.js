/* The Markdown editor: a toolbar, a live preview, and images, around a plain text area. */

import { addCommands } from "./editor/commands.js";
import { addImages } from "./editor/images.js";
import { describeTooLong } from "./editor/length.js";
import { addPaste } from "./editor/paste.js";
import { addPreview } from "./editor/preview.js";

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
  addCommands(editor, textarea, { image: images.choose });
  addPreview(editor, textarea, showStatus);
  editor.querySelector(".editor-bar").hidden = false;
}
