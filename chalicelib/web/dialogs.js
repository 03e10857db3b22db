/** The dialogs that show one image and confirm its deletion. */

import { button, h } from "./dom.js";
import { dateTime, dimensions, fileSize } from "./formatting.js";
import { errorElement } from "./messages.js";
import { thumbnail } from "./thumbnails.js";
import { snippetButton, variantList } from "./variant_list.js";

const LARGE = 900;

const imageDialog = document.querySelector("#image-dialog");
const deleteDialog = document.querySelector("#delete-dialog");

/** Show an image and its variants. `refresh(image)` fetches it again; `remove(image)` deletes it. */
export function showImageDialog(image, { refresh, remove }) {
  const hasVariants = image.variants.length > 0;
  const closeButton = button("Close", "Close", () => imageDialog.close(), "quiet");
  const deleteButton = button("Delete", `Delete ${image.filename}`, async () => {
    if (await remove(image)) imageDialog.close();
  }, "quiet danger");
  imageDialog.querySelector("h2").textContent = image.filename;
  imageDialog.querySelector(".body").replaceChildren(
    ...(hasVariants ? [thumbnail(image, LARGE, () => refresh(image))] : []),
    h(
      "div",
      {},
      h("p", { className: "status" }, details(image)),
      image.error && errorElement(image.error),
      hasVariants && variantList(image),
    ),
  );
  imageDialog.querySelector(".actions").replaceChildren(
    ...(hasVariants ? [snippetButton(image)] : []),
    deleteButton,
    closeButton,
  );
  imageDialog.showModal();
}

/** Ask the user to confirm a deletion. Resolves to true if they do. */
export function confirmDelete(image) {
  deleteDialog.querySelector("strong").textContent = image.filename;
  deleteDialog.returnValue = "";
  deleteDialog.showModal();
  return new Promise((resolve) => {
    deleteDialog.addEventListener("close", () => resolve(deleteDialog.returnValue === "delete"), { once: true });
  });
}

function details(image) {
  const known = [dimensions(image), image.size && fileSize(image.size), dateTime(image.created_at)];
  return known.filter(Boolean).join(" · ");
}
