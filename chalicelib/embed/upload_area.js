/** The part of the component in which the user chooses, drops or pastes files, or takes a photo. */

import { listenForDrops } from "./drag_and_drop.js";
import { h } from "./dom.js";

const ACCEPTED =
  "image/jpeg,image/png,image/webp,image/gif,image/avif,image/tiff,image/bmp,image/heic,.heic,.heif,.hif,.jfif";
const PHOTOS = "image/jpeg,image/png,image/webp";

export class UploadArea {
  #host;
  #prompt = h("span", { className: "no-touch" });
  #touchPrompt = h("span", { className: "touch-only" });
  #hint = h("p", { part: "hint", className: "no-touch" });
  #choose = h("slot", { name: "choose" });
  #camera = h("slot", { name: "camera" });
  #files = h("input", { type: "file", id: "files", hidden: true });
  #photo = h("input", { type: "file", id: "camera", hidden: true, accept: PHOTOS });
  #note = h("p", { part: "note", role: "alert", hidden: true });
  #onFiles;

  /** `onFiles(files, folders)` gets each batch of files, and how many folders had to be left out. */
  constructor(host, onFiles) {
    this.#host = host;
    this.#onFiles = onFiles;
    this.chooseButton = this.#button(this.#choose, this.#files);
    this.cameraButton = this.#button(this.#camera, this.#photo);
    this.element = h(
      "div",
      { part: "area" },
      h("slot", { name: "prompt" }, h("p", { part: "prompt" }, this.#prompt, this.#touchPrompt), this.#hint),
      h("div", { part: "buttons" }, this.chooseButton, this.cameraButton),
      this.#note,
      h("slot", { name: "footer" }),
      this.#files,
      this.#photo,
    );
  }

  /** Show the texts and attributes of the component. */
  update(texts, { accept, capture, multiple, disabled }) {
    this.#files.multiple = multiple;
    this.#files.accept = accept || ACCEPTED;
    this.#photo.setAttribute("capture", capture || "environment");
    for (const control of [this.chooseButton, this.cameraButton]) control.disabled = disabled;
    const suffix = multiple ? "" : "One";
    this.#prompt.textContent = texts[`prompt${suffix}`];
    this.#touchPrompt.textContent = texts[`promptTouch${suffix}`];
    this.#hint.textContent = texts[`hint${suffix}`];
    this.#choose.textContent = texts[`choose${suffix}`];
    this.#camera.textContent = texts.camera;
  }

  /** Show a message about files that were not taken, or hide it. */
  showNote(text) {
    this.#note.textContent = text;
    this.#note.hidden = !text;
  }

  /** Open the browser's file chooser. */
  choose() {
    if (!this.chooseButton.disabled) this.#files.click();
  }

  /**
   * Listen for files until the signal is aborted. With `wholePage()`, the whole page is a drop target, and files
   * can be pasted anywhere.
   */
  listen({ wholePage, onDragging, signal }) {
    const isEnabled = () => !this.chooseButton.disabled;
    const drops = { onDragging, onDrop: ({ files, folders }) => this.#accept(files, folders), signal };
    // another component on the page may have handled the event
    const isFree = (event) => isEnabled() && !event.defaultPrevented;
    listenForDrops(this.#host, { ...drops, isOn: (event) => isFree(event) && !wholePage() });
    listenForDrops(window, { ...drops, isOn: (event) => isFree(event) && wholePage() });
    addEventListener("paste", (event) => this.#paste(event, isFree(event) && wholePage()), { signal });
  }

  /** Take pasted files if the user is at the component: it has the focus, or the mouse is over it. */
  #paste(event, isAnywhere) {
    const files = [...(event.clipboardData?.files ?? [])];
    const isHere = event.composedPath().includes(this.#host) || this.#host.matches(":hover");
    if (!files.length || event.defaultPrevented || this.chooseButton.disabled || !(isAnywhere || isHere)) return;
    event.preventDefault();
    this.#accept(files);
  }

  #button(label, input) {
    input.addEventListener("change", () => {
      this.#accept([...input.files]);
      input.value = ""; // so that the same file can be chosen again
    });
    const { name } = label;
    const className = name === "camera" ? "touch-only" : "";
    const properties = { type: "button", part: `button ${name}`, id: name === "camera" ? "take-photo" : name, className };
    return h("button", { ...properties, onclick: () => input.click() }, label);
  }

  #accept(files, folders = 0) {
    if (files.length || folders) this.#onFiles(files, folders);
  }
}
