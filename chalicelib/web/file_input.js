/** The ways that pictures come in: dropped, pasted, chosen, photographed. */

/** Call `take(files)` for each lot, whatever the files are: the service decides what is a picture. */
export function listen(take) {
  for (const input of document.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      hand([...input.files]);
      input.value = ""; // so that the same file can be chosen again
    });
  }
  opens("#choose", "#files");
  opens("#photograph", "#camera");
  addEventListener("paste", (event) => hand([...(event.clipboardData?.files ?? [])]));
  listenForDrops(hand);

  function hand(files) {
    if (files.length) take(files);
  }
}

/** Until here the button is disabled: what is chosen before anybody listens would be lost. */
function opens(button, input) {
  const element = document.querySelector(button);
  element.addEventListener("click", () => document.querySelector(input).click());
  element.disabled = false;
}

/** Anywhere on the page: next to the frame, the browser would leave the page to show the file. */
function listenForDrops(hand) {
  let depth = 0; // enter and leave come for each element on the way
  const mark = (change) => {
    depth = Math.max(0, depth + change);
    document.body.classList.toggle("dragging", depth > 0);
  };
  const withFiles = (act) => (event) => event.dataTransfer?.types.includes("Files") && act(event);
  addEventListener("dragenter", withFiles(() => mark(1)));
  addEventListener("dragleave", withFiles(() => mark(-1)));
  addEventListener("dragover", withFiles((event) => event.preventDefault()));
  addEventListener("drop", withFiles((event) => {
    event.preventDefault();
    mark(-depth);
    hand([...event.dataTransfer.files]);
  }));
}
