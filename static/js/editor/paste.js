/* Turns what is pasted into Markdown. The site converts it, as it does when it imports pages. If
   that fails, what is pasted is plain text. Until the answer comes, the writer may go on typing. */

import { post } from "./requests.js";
import { keepPlace } from "./places.js";
import { insertAt } from "./text.js";

const URL_ALONE = /^https?:\/\/[^\s<>]+$/;
// Nothing but one piece of code, as programmers' editors copy it.
const CODE =
  /^(\s|<!--.*?-->|<(meta|html|head|body)\b[^>]*>|<\/head>)*(<pre\b(?!.*<pre\b).*<\/pre>|<div\b[^>]*white-space:\s*pre;.*)(\s|<!--.*?-->|<\/(body|html)>)*$/is;
const PICTURE = /(?<=["'])data:image\/[a-z+.-]+;base64,[a-z0-9+/=\s]+(?=["'])/gi;
const LONGEST_WAIT = 10_000;

export function addPaste(editor, textarea, { showStatus, showNotice, images }) {
  const url = editor.dataset.pasteUrl;
  const waiting = new Set();
  let asPlain = false;

  // In some browsers, the HTML is there even if the writer asks for plain text.
  textarea.addEventListener("keydown", (event) => {
    asPlain = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "v";
  });

  textarea.addEventListener("paste", (event) => {
    const plainWanted = asPlain;
    asPlain = false;
    if (plainWanted || event.defaultPrevented) return;
    const clipboard = event.clipboardData;
    const plain = clipboard.getData("text/plain").replaceAll("\r\n", "\n");
    const selected = textarea.value.slice(textarea.selectionStart, textarea.selectionEnd);
    if (URL_ALONE.test(plain.trim()) && isLinkText(selected)) {
      event.preventDefault();
      link(plain.trim(), selected);
      return;
    }
    const formatted = readFormatted(clipboard);
    if (!formatted) return;
    event.preventDefault();
    convert(formatted, plain, clipboard.files.length > 0);
  });

  // Nothing waits while the form is sent.
  textarea.form.addEventListener("submit", () => waiting.forEach((give) => give()), true);

  async function link(address, text) {
    await insertAnswer({
      fields: { address },
      plain: `[${text}](${address})`,
      read: (answer) => `[${text}](${answer.address})`,
    });
  }

  async function convert(formatted, plain, hasPictureOfText) {
    const { html, pictures } = takeOutPictures(formatted);
    const answer = await insertAnswer({
      fields: { html, first_note: nextNote(textarea.value) },
      plain,
      read: ({ markdown, is_block: isBlock }, place) =>
        isBlock ? block(textarea.value, place, markdown) : spaced(markdown, plain),
    });
    if (!answer) return;
    const left = answer.pictures_left_out;
    if (left === 1) {
      showNotice("1 picture did not come along. Save it as a file, and add it with Image.");
    } else if (left) {
      showNotice(`${left} pictures did not come along. Save them as files, and add them with Image.`);
    } else if (hasPictureOfText) {
      showNotice("The text was pasted without the picture that came with it.");
    }
    images.addPasted(pictures);
  }

  /* Insert what the site answers at the place where the cursor is now, or else plain text. */
  function insertAnswer({ fields, plain, read }) {
    const place = keepPlace(textarea);
    const request = new AbortController();
    const timer = setTimeout(() => request.abort(), LONGEST_WAIT);
    showStatus("Pasting…");
    return new Promise((resolve) => {
      const finish = (text, answer) => {
        if (!waiting.delete(givePlain)) return;
        clearTimeout(timer);
        showStatus("");
        place.release();
        insertAt(textarea, text(), place);
        resolve(answer);
      };
      const givePlain = (reason = "") => {
        finish(() => plain, null);
        showNotice(`This was pasted as plain text. ${reason}`.trim());
        request.abort();
      };
      waiting.add(givePlain);
      post(url, fields, { form: textarea.form, signal: request.signal }).then(
        (answer) => place.whenFree(() => finish(() => read(answer, place), answer)),
        (error) =>
          place.whenFree(() => {
            if (!waiting.has(givePlain)) return;
            givePlain(error.name === "AbortError" ? "The site took too long." : error.message);
          }),
      );
    });
  }
}

/* Whether an address that is pasted over it is meant as its link. */
function isLinkText(selected) {
  return selected.trim() !== "" && !selected.includes("\n") && !URL_ALONE.test(selected.trim());
}

/* The clipboard's HTML, or "" if plain text says the same, as with code. */
function readFormatted(clipboard) {
  const html = clipboard.getData("text/html");
  const isCode = clipboard.types.includes("vscode-editor-data") || CODE.test(html);
  return isCode ? "" : html;
}

/* Give each picture that is in the HTML itself a name. The editor uploads them one by one. */
function takeOutPictures(html) {
  const pictures = [];
  const named = html.replace(PICTURE, (data) => {
    const name = `pasted-picture-${pictures.length + 1}`;
    pictures.push({ name, data });
    return name;
  });
  return { html: named, pictures };
}

function nextNote(text) {
  const used = [...text.matchAll(/\[\^(\d{1,6})\]/g)].map((match) => Number(match[1]));
  return Math.max(0, ...used) + 1;
}

/* Lines of their own for what isn't just words. */
function block(value, { from, to }, markdown) {
  const before = value.slice(0, from);
  const after = value.slice(to);
  const above = /^\s*$/.test(before) || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = /^\s*$/.test(after) || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  return above + markdown + below;
}

/* Words keep the spaces around them. */
function spaced(markdown, plain) {
  if (!plain.trim()) return markdown;
  return plain.match(/^[ \t]*/)[0] + markdown + plain.match(/[ \t]*$/)[0];
}
