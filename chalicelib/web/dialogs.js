/** The dialogs: one picture large, and the question before it is deleted. */

import { button, h } from "./dom.js";
import { print } from "./thumbnails.js";
import { problemText } from "./upload_row.js";
import { snippetButton, variantList } from "./variant_list.js";
import { bytes, sides, when } from "./messages.js";

const LARGE = 900;

const sheet = document.querySelector("#sheet");
const question = document.querySelector("#confirm");

/** Show the picture large. `acts.renew(image)` fetches it anew, `acts.remove(image)` deletes it. */
export function showSheet(image, acts) {
  const close = button("Close", "Close", () => sheet.close(), "quiet");
  const remove = button("Delete", `Delete ${image.filename}`, async () => {
    if (await acts.remove(image)) sheet.close();
  }, "quiet danger");
  sheet.querySelector("h2").textContent = image.filename;
  sheet.querySelector(".body").replaceChildren(
    ...(image.variants.length ? [print(image, LARGE, () => acts.renew(image))] : []),
    h(
      "div",
      { className: "facts" },
      h("p", { className: "status" }, facts(image)),
      image.error && problemText(image.error),
      image.variants.length > 0 && variantList(image),
    ),
  );
  sheet.querySelector(".acts").replaceChildren(
    ...(image.variants.length ? [snippetButton(image)] : []),
    remove,
    close,
  );
  sheet.showModal();
}

/** Ask before deleting; true when the user agrees. */
export function confirmDelete(image) {
  question.querySelector("strong").textContent = image.filename;
  question.returnValue = "";
  question.showModal();
  return new Promise((resolve) => {
    question.addEventListener("close", () => resolve(question.returnValue === "delete"), { once: true });
  });
}

function facts(image) {
  const known = [sides(image), image.size && bytes(image.size), when(image.created_at)];
  return known.filter(Boolean).join(" · ");
}
