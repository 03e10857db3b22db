/** The dialog that confirms deletions. */

import { imageCount } from "./formatting.js";

const dialog = document.querySelector("#delete-dialog");
const subject = dialog.querySelector("strong");

/** Ask the user to confirm that these images are deleted. Resolves to true if they do. */
export function confirmDelete(images) {
  const isOne = images.length === 1;
  subject.textContent = isOne ? images[0].filename : imageCount(images.length);
  dialog.querySelector("h2").textContent = isOne ? "Delete this image?" : `Delete ${subject.textContent}?`;
  dialog.querySelector("#delete-variants").textContent = isOne ? "all its variants" : "all their variants";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "delete"), { once: true });
  });
}
