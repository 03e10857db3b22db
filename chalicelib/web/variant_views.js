/** Live views of an image's variants: how each preset would crop the image around a focal point. */

import { h } from "../embed/dom.js";
import { dimensions } from "./formatting.js";
import { isAutomatic, plan } from "./geometry.js";

/**
 * Return an element with one view for each preset, and a function that updates them for a focal point.
 * `wholeUrl` is the URL of the whole image.
 */
export function variantViews(image, presets, wholeUrl) {
  const views = presets.map((preset) => view(image, preset, wholeUrl));
  return {
    element: h("ul", { className: "views" }, views.map(({ element }) => element)),
    update: (focus) => views.forEach((each) => each.update(focus)),
  };
}

function view(image, preset, wholeUrl) {
  const img = h("img", { alt: "", draggable: false });
  const frame = h("span", { className: "frame" }, img);
  const note = h("small", {});
  const current = image.variants.find(({ name }) => name === preset.name);
  frame.classList.toggle("grayscale", preset.grayscale === true);
  frame.style.backgroundColor = preset.background;

  function update(focus) {
    const planned = plan(image, preset, focus);
    const [width, height] = planned.canvas;
    const isChosenByService = focus === null && isAutomatic(preset);
    // what the service chose last can be shown, but not what it will choose
    const known = isChosenByService && image.focus === null ? current : undefined;
    img.src = known?.url ?? wholeUrl;
    place(frame, img, known ? { ...planned, scaled: planned.canvas, offset: [0, 0] } : planned);
    frame.classList.toggle("unknown", isChosenByService && !known);
    const choice = known ? ", automatic" : ", chosen when applied";
    note.textContent = dimensions({ width, height }) + (isChosenByService ? choice : "");
  }

  return { element: h("li", {}, frame, h("span", { className: "variant" }, preset.name), note), update };
}

/** Lay out the scaled image on the frame. Percentages refer to the frame, whatever its size on the screen. */
function place(frame, img, { scaled, canvas, offset }) {
  const share = (axis, value) => `${(100 * value[axis]) / canvas[axis]}%`;
  frame.style.setProperty("--aspect-ratio", canvas[0] / canvas[1]);
  img.style.width = share(0, scaled);
  img.style.height = share(1, scaled);
  img.style.left = share(0, offset);
  img.style.top = share(1, offset);
}
