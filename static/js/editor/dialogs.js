/* Opens dialogs of the widget that only show or ask something short. */

import { insertBlock } from "./text.js";

export function addDialogs(editor, textarea) {
  function open(name) {
    const template = editor.querySelector(`template[data-${name}-dialog]`);
    const dialog = template.content.firstElementChild.cloneNode(true);
    document.body.append(dialog);
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      textarea.focus();
    });
    dialog.showModal();
    return dialog;
  }

  function help() {
    open("help");
  }

  /* An address alone on its line becomes a player. */
  function video() {
    const { selectionStart, selectionEnd } = textarea;
    const dialog = open("video");
    const input = dialog.querySelector("input");
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const address = input.value.trim();
      if (!/^https?:\/\/[^\s<>]+$/.test(address)) {
        dialog.querySelector("[role=alert]").textContent =
          "Copy the address of the video’s page, which begins with https://.";
        input.focus();
        return;
      }
      dialog.close();
      textarea.setSelectionRange(selectionStart, selectionEnd);
      insertBlock(textarea, `<${address}>`);
    });
    input.focus();
  }

  return { help, video };
}
