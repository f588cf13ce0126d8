/* On the page that crops a picture: a rectangle to drag, kept in step with the number fields, and a
   preview of the part. */

const CORNERS = ["nw", "ne", "sw", "se"];
const LEAST = 1; // percent, while dragging
const MOST_SHOWN = { width: 320, height: 240 }; // pixels of the preview

const form = document.querySelector("[data-crop]");
if (form) addCrop(form);

const keep = (value, least, most) => Math.min(Math.max(value, least), most);
const round = (value) => Math.round(value * 10) / 10;

function addCrop(form) {
  const frame = form.querySelector("[data-frame]");
  const picture = frame.querySelector("img");
  const shown = form.querySelector("[data-shown]");
  const preview = shown.querySelector(".crop-preview");
  const fields = ["left", "top", "width", "height"].map((name) => form.elements[name]);
  const size = { width: Number(picture.getAttribute("width")), height: Number(picture.getAttribute("height")) };
  const box = document.createElement("span");
  box.className = "crop-box";
  for (const corner of CORNERS) {
    const handle = document.createElement("span");
    handle.className = "crop-corner";
    handle.dataset.corner = corner;
    box.append(handle);
  }
  picture.draggable = false;
  frame.append(box);
  let drag = null;

  function read() {
    const [left, top, width, height] = fields.map((field) => Number(field.value));
    return { left, top, width, height };
  }

  function show() {
    const { left, top, width, height } = read();
    const isPart = width > 0 && height > 0 && left >= 0 && top >= 0 && left + width <= 100.05 && top + height <= 100.05;
    box.hidden = !isPart;
    shown.hidden = !isPart;
    if (!isPart) return;
    Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
    const part = { width: (size.width * width) / 100, height: (size.height * height) / 100 };
    const scale = Math.min(MOST_SHOWN.width / part.width, MOST_SHOWN.height / part.height);
    Object.assign(preview.style, { width: `${part.width * scale}px`, aspectRatio: `${part.width} / ${part.height}` });
    Object.assign(preview.querySelector("img").style, {
      width: `${10000 / width}%`,
      height: `${10000 / height}%`,
      left: `${(-100 * left) / width}%`,
      top: `${(-100 * top) / height}%`,
    });
    const sizes = [part.width, part.height].map((pixels) => Math.round(pixels).toLocaleString("en-US"));
    shown.querySelector("[data-size]").textContent = `${sizes.join(" × ")} pixels`;
  }

  function write({ left, top, right, bottom }) {
    const edges = [left, top, right - left, bottom - top].map(round);
    fields.forEach((field, number) => {
      field.value = edges[number];
    });
    show();
  }

  /* Where a pointer is, in percent of the picture. */
  function find(event) {
    const area = picture.getBoundingClientRect();
    return {
      x: keep(((event.clientX - area.left) / area.width) * 100, 0, 100),
      y: keep(((event.clientY - area.top) / area.height) * 100, 0, 100),
    };
  }

  function stretch(from, to) {
    const [left, right] = [from.x, to.x].sort((one, other) => one - other);
    const [top, bottom] = [from.y, to.y].sort((one, other) => one - other);
    write({
      left: Math.min(left, 100 - LEAST),
      top: Math.min(top, 100 - LEAST),
      right: Math.max(right, left + LEAST),
      bottom: Math.max(bottom, top + LEAST),
    });
  }

  function move(by, { left, top, width, height }) {
    const to = { left: keep(left + by.x, 0, 100 - width), top: keep(top + by.y, 0, 100 - height) };
    write({ ...to, right: to.left + width, bottom: to.top + height });
  }

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    const { left, top, width, height } = read();
    const { corner } = event.target.dataset;
    const from = find(event);
    if (corner) {
      // The corner across from it stays.
      const fixed = { x: corner.endsWith("w") ? left + width : left, y: corner.startsWith("n") ? top + height : top };
      drag = (to) => stretch(fixed, to);
    } else if (event.target === box) {
      drag = (to) => move({ x: to.x - from.x, y: to.y - from.y }, { left, top, width, height });
    } else {
      drag = (to) => stretch(from, to);
    }
  });
  frame.addEventListener("pointermove", (event) => drag?.(find(event)));
  for (const end of ["pointerup", "pointercancel"]) {
    frame.addEventListener(end, () => {
      drag = null;
    });
  }
  for (const field of fields) field.addEventListener("input", show);
  show();
}
