/** Receives files from all inputs: the file chooser, the camera, paste, and drag and drop. */

import { listenForDrops } from "./drag_and_drop.js";

/** Call `onFiles(files)` for each batch of files. The service decides which of them are images. */
export function listenForFiles(onFiles) {
  const accept = (files) => {
    if (files.length) onFiles(files);
  };
  for (const input of document.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      accept([...input.files]);
      input.value = ""; // so that the same file can be chosen again
    });
  }
  enableButton("#choose", "#files");
  enableButton("#take-photo", "#camera");
  addEventListener("paste", (event) => accept([...(event.clipboardData?.files ?? [])]));
  listenForDrops(accept);
}

/** Connect a button to its file input. It starts disabled so that no file is chosen before the page listens. */
function enableButton(buttonId, inputId) {
  const button = document.querySelector(buttonId);
  button.addEventListener("click", () => document.querySelector(inputId).click());
  button.disabled = false;
}
