/** The dialog that shows one image with its variants, and leads to the dialogs that edit it. */

import { button, h } from "../embed/dom.js";
import { fileSize } from "../embed/file_size.js";
import { Problem } from "../embed/problem.js";
import { expiryNote } from "./copying.js";
import { errorElement } from "./error_element.js";
import { dateTime, dimensions } from "./formatting.js";
import { canTryAgain } from "./page_messages.js";
import { thumbnail } from "./thumbnails.js";
import { snippetButton, variantList } from "./variant_list.js";

const LARGE = 900;

const dialog = document.querySelector("#image-dialog");
const title = dialog.querySelector("h2");
const body = dialog.querySelector(".body");
const actionBar = dialog.querySelector(".actions");
const problemArea = dialog.querySelector("[role=alert]");

/**
 * Show an image. Resolves when the dialog is closed. `actions` has functions of the image: `refresh` fetches
 * it again, `remove` deletes it and resolves to whether it did, and `retry`, `editFocus` and `editMetadata`
 * resolve to the changed image, or to null.
 */
export function showImageDialog(image, actions) {
  let current = image;
  const note = expiryNote();
  let copyButton = snippetButton(image, note, actions.refresh);
  // The buttons stay while the image changes, so that each keeps the focus when its dialog closes.
  const edit = (text, action) => button(text, `${text} of ${image.filename}`, () => change(action), "quiet");
  const focusButton = edit("Focal point", actions.editFocus);
  const retryButton = button("Try again", `Try again to process ${image.filename}`, () => retry());
  const metadataButton = edit("Metadata", actions.editMetadata);
  const deleteButton = button("Delete", `Delete ${image.filename}`, async () => {
    if (await attempt(actions.remove)) dialog.close();
  }, "quiet danger");
  const closeButton = button("Close", "Close", () => dialog.close(), "quiet");

  actionBar.replaceChildren(retryButton, copyButton, focusButton, metadataButton, deleteButton, closeButton);
  problemArea.replaceChildren();
  render();
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(), { once: true }));

  async function retry() {
    retryButton.disabled = true;
    await change(actions.retry);
    retryButton.disabled = false;
  }

  /** Call the action. If it fails, show why, since the dialog covers the page's error banner. */
  async function attempt(action) {
    problemArea.replaceChildren();
    try {
      return await action(current);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      problemArea.replaceChildren(errorElement(problem));
      return null;
    }
  }

  async function change(action) {
    const changed = await attempt(action);
    // another image may have been opened in the meantime
    if (!changed || !focusButton.isConnected) return;
    current = changed;
    render();
  }

  function render() {
    const hasVariants = current.variants.length > 0;
    const next = snippetButton(current, note, actions.refresh);
    copyButton.replaceWith(next);
    copyButton = next;
    copyButton.hidden = !hasVariants;
    focusButton.hidden = !hasVariants;
    retryButton.hidden = current.status !== "failed" || !canTryAgain(current.error);
    note.hidden = true;
    title.textContent = current.filename;
    body.replaceChildren(
      ...(hasVariants ? [thumbnail(current, LARGE, () => actions.refresh(current))] : []),
      h(
        "div",
        {},
        h("p", { className: "status" }, details(current)),
        current.error && errorElement(current.error),
        metadataList(current.metadata),
        hasVariants && variantList(current, note, actions.refresh),
        note,
      ),
    );
  }
}

function details(image) {
  const known = [dimensions(image), image.size && fileSize(image.size), dateTime(image.created_at)];
  return known.filter(Boolean).join(" · ");
}

function metadataList({ external_id: externalId, alt, tags }) {
  const entries = [["External ID", externalId], ["Alt text", alt], ["Tags", tags.join(", ")]];
  const known = entries.filter(([, value]) => value);
  if (!known.length) return null;
  const rows = known.map(([name, value]) => [h("dt", {}, name), h("dd", { dir: "auto" }, value)]);
  return h("dl", { className: "metadata" }, rows.flat());
}
