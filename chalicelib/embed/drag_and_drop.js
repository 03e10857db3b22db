/** Handles files that are dragged onto an element, or onto the whole page. */

/**
 * Listen for files that are dropped on the target. `isOn(event)` tells whether the listener is on at the moment;
 * `onDragging(isDragging)` is called when files are dragged in or out, and `onDrop({ files, folders })` with the
 * files and the number of folders. Aborting the signal ends it.
 */
export function listenForDrops(target, { isOn, onDragging, onDrop, signal }) {
  let depth = 0; // dragenter and dragleave fire for every element along the way
  const changeDepth = (change) => {
    depth = Math.max(0, depth + change);
    onDragging(depth > 0);
  };
  const listen = (type, handle) =>
    target.addEventListener(
      type,
      (event) => event.dataTransfer?.types.includes("Files") && isOn(event) && handle(event),
      { signal },
    );
  listen("dragenter", () => changeDepth(1));
  listen("dragleave", () => changeDepth(-1));
  listen("dragover", (event) => event.preventDefault());
  // files that another listener takes are not dragged any longer either
  target.addEventListener("drop", () => changeDepth(-depth), { signal });
  listen("drop", (event) => {
    event.preventDefault();
    onDrop(droppedFiles(event.dataTransfer));
  });
}

/** Browsers hand over a folder as a file that cannot be read. */
function droppedFiles({ items }) {
  const all = [...items].filter(({ kind }) => kind === "file");
  const files = all.filter((item) => !item.webkitGetAsEntry?.()?.isDirectory).map((item) => item.getAsFile());
  return { files, folders: all.length - files.length };
}
