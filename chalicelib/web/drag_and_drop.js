/** Handles files that are dragged onto the page. */

/**
 * Call `onFiles(files)` when files are dropped. The whole page is a drop target; elsewhere, the browser would
 * leave the page and open the file.
 */
export function listenForDrops(onFiles) {
  let depth = 0; // dragenter and dragleave fire for every element along the way
  const changeDepth = (change) => {
    depth = Math.max(0, depth + change);
    document.body.classList.toggle("dragging", depth > 0);
  };
  const withFiles = (handle) => (event) => event.dataTransfer?.types.includes("Files") && handle(event);
  addEventListener("dragenter", withFiles(() => changeDepth(1)));
  addEventListener("dragleave", withFiles(() => changeDepth(-1)));
  addEventListener("dragover", withFiles((event) => event.preventDefault()));
  addEventListener("drop", withFiles((event) => {
    event.preventDefault();
    changeDepth(-depth);
    onFiles([...event.dataTransfer.files]);
  }));
}
