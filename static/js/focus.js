/* On an image's form: a click on the picture sets what to keep when it is cropped, and two crops show it. */

const picture = document.querySelector(".field-shown img.shown");
const across = document.querySelector("#id_focus_x");
const down = document.querySelector("#id_focus_y");
if (picture && across && down) addFocus();

function addFocus() {
  const frame = document.createElement("span");
  frame.className = "focus-frame";
  const mark = document.createElement("span");
  mark.className = "focus-mark";
  const crops = ["card", "share"].map((name) => {
    const crop = picture.cloneNode();
    Object.assign(crop, { className: `focus-crop focus-${name}`, alt: "" });
    return crop;
  });
  const row = document.createElement("span");
  row.className = "focus-crops";
  row.append(...crops);
  const link = picture.closest("a");
  link.before(frame, row);
  frame.append(picture, mark);
  link.textContent = "Open the image";

  const show = () => {
    mark.style.left = `${across.value}%`;
    mark.style.top = `${down.value}%`;
    for (const crop of crops) crop.style.objectPosition = `${across.value}% ${down.value}%`;
  };
  frame.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    across.value = Math.round(((event.clientX - box.left) / box.width) * 10) * 10;
    down.value = Math.round(((event.clientY - box.top) / box.height) * 10) * 10;
    across.dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  show();
}
