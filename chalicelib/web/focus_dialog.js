/** The dialog that sets an image's focal point. */

import { Problem } from "../embed/problem.js";
import { announce } from "./announcements.js";
import { errorElement } from "./error_element.js";
import { FocusPicker } from "./focus_picker.js";
import { problemMessage } from "./page_messages.js";
import { reprocess } from "./reprocessing.js";
import { placeholderUrl } from "./thumbnails.js";
import { bestVariant, uncropped } from "./variant_choice.js";
import { variantViews } from "./variant_views.js";

const WIDTH = 640;
const CENTER = [0.5, 0.5];

const dialog = document.querySelector("#focus-dialog");
const area = dialog.querySelector("#focus-area");
const viewArea = dialog.querySelector("#focus-views");
const status = dialog.querySelector("#focus-status");
const problemArea = dialog.querySelector("#focus-problem");
const progress = dialog.querySelector("progress");
const buttons = [...dialog.querySelectorAll("button")];
const [applyButton, automaticButton, centerButton, closeButton] = buttons;

const picker = new FocusPicker(area, () => showFocus());
let views = null;
let apply = null;

applyButton.addEventListener("click", () => apply());
automaticButton.addEventListener("click", () => setFocus(null));
centerButton.addEventListener("click", () => setFocus(CENTER));
closeButton.addEventListener("click", () => dialog.close());

/**
 * Let the user set the focal point. `presets` are those of the image's variants. Resolves to the image with
 * its new variants, or to null if the user cancels. If the dialog is closed while the variants are rendered, it
 * resolves when they are ready.
 */
export function editFocus(image, { api, presets }) {
  const whole = bestVariant({ ...image, variants: uncropped(image) }, WIDTH);
  const url = whole ? whole.url : placeholderUrl(image.placeholder);
  dialog.querySelector("#focus-blurred").hidden = whole !== undefined;
  dialog.querySelector("#focus-name").textContent = image.filename;
  picker.show(url, image);
  views = variantViews(image, presets, url);
  viewArea.replaceChildren(views.element);
  problemArea.replaceChildren();
  setBusy(false);
  setFocus(image.focus ? [image.focus.x, image.focus.y] : null);
  dialog.showModal();
  area.focus();
  return new Promise((resolve) => {
    let isRendering = false;
    dialog.addEventListener("close", () => isRendering || resolve(null), { once: true });
    apply = async () => {
      isRendering = true;
      const changed = await render(api, image, picker.value);
      isRendering = false;
      if (changed || !dialog.open) resolve(changed);
    };
  });
}

/** Render the image with a focal point. Returns it, or null after showing what went wrong. */
async function render(api, image, focus) {
  const shownViews = views;
  // the user may have closed the dialog, or opened it for another image
  const isShown = () => dialog.open && views === shownViews;
  problemArea.replaceChildren();
  setBusy(true);
  status.textContent = "Rendering the variants…";
  try {
    const changed = await reprocess(api, image.id, { focus: focus && { x: focus[0], y: focus[1] } });
    if (changed.error) throw new Problem(changed.error);
    announce(`${image.filename} has new variants`);
    if (isShown()) dialog.close();
    return changed;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (isShown()) showProblem(problem);
    else announce(`${image.filename} was not rendered again. ${problemMessage(problem)}`);
    return null;
  } finally {
    if (isShown()) setBusy(false);
  }
}

function showProblem(problem) {
  problemArea.replaceChildren(errorElement(problem));
  showFocus();
}

function setFocus(focus) {
  picker.value = focus;
  showFocus();
}

function showFocus() {
  views.update(picker.value);
  automaticButton.ariaPressed = String(picker.value === null);
  status.textContent = picker.value ? positionText(picker.value) : "Automatic: each size uses its own position";
}

function positionText([x, y]) {
  const percent = (part) => `${Math.round(part * 100)}%`;
  return `${percent(x)} from the left, ${percent(y)} from the top`;
}

function setBusy(isBusy) {
  progress.hidden = !isBusy;
  area.ariaDisabled = String(isBusy);
  for (const each of [applyButton, automaticButton, centerButton]) each.disabled = isBusy;
}
