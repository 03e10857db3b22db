/** One upload on the page, from the file's preview to the variants. */

import { announce, button, h } from "./dom.js";
import { preview, print } from "./thumbnails.js";
import { snippetButton, variantList } from "./variant_list.js";
import { bytes, isOfTheFile, plain, sides, TRYING_AGAIN } from "./messages.js";

const THUMB = 112;
const LONG_NAME = 24;
const TAIL = 10;

export class Row {
  #upload;
  #acts;
  #frame = h("div", { className: "thumb" });
  #status = h("p", { className: "status" });
  #bar = h("progress", { max: 1 });
  #outcome = h("div", { className: "outcome" });
  #buttons = h("div", { className: "acts" });
  #shown = null;

  /** `acts` are what the buttons do: cancel, retry, remove, renew; each gets the upload. */
  constructor(upload, acts) {
    this.#upload = upload;
    this.#acts = acts;
    const { name } = upload.file;
    this.#frame.append(preview(upload.file));
    this.#bar.ariaLabel = `Progress of ${name}`;
    this.element = h(
      "li",
      { className: "upload" },
      this.#frame,
      h(
        "div",
        { className: "about" },
        h("div", { className: "headline" }, title(name), this.#buttons),
        this.#status,
        this.#bar,
        this.#outcome,
      ),
    );
  }

  update() {
    const { state, progress } = this.#upload;
    this.#status.textContent = this.#statusText();
    this.#bar.hidden = this.#upload.finished;
    if (state === "processing") this.#bar.removeAttribute("value");
    else this.#bar.value = progress;
    if (state !== this.#shown) this.#enter(state);
  }

  #enter(state) {
    this.#shown = state;
    this.element.dataset.state = state;
    this.#buttons.replaceChildren(...this.#buttonsFor(state));
    this.#outcome.replaceChildren(...this.#outcomeOf(state));
    if (state === "ready") this.#showPrint();
    this.#announce(state);
  }

  #statusText() {
    const { state, file, progress, interrupted, document } = this.#upload;
    if (interrupted) return TRYING_AGAIN;
    const size = bytes(file.size);
    return {
      waiting: `Waiting · ${size}`,
      sending: `Sending · ${Math.floor(progress * 100)} % of ${size}`,
      processing: "Processing …",
      ready: document && `${sides(document)} · ${bytes(document.size)}`,
      failed: "",
      cancelled: "Cancelled",
    }[state];
  }

  #buttonsFor(state) {
    const { name } = this.#upload.file;
    const act = (text, does, kind) => button(text, `${text} ${name}`, () => does(this.#upload), kind);
    if (state === "ready") {
      return [snippetButton(this.#upload.document), act("Delete", this.#acts.remove, "quiet")];
    }
    if (!this.#upload.finished) return [act("Cancel", this.#acts.cancel, "quiet")];
    const again = state === "failed" && !isOfTheFile(this.#upload.problem);
    return [again && act("Try again", this.#acts.retry), act("Dismiss", this.#acts.dismiss, "quiet")].filter(Boolean);
  }

  #outcomeOf(state) {
    if (state === "ready") return [variantList(this.#upload.document)];
    return state === "failed" ? [problemText(this.#upload.problem)] : [];
  }

  #showPrint() {
    this.#frame.replaceChildren(print(this.#upload.document, THUMB, () => this.#acts.renew(this.#upload)));
  }

  #announce(state) {
    const { file, problem } = this.#upload;
    if (state === "ready") announce(`${file.name} is ready`);
    if (state === "failed") announce(`${file.name} failed. ${plain(problem)}`);
    if (state === "cancelled") announce(`${file.name} was cancelled`);
  }
}

/** A file's name; the whole of it is there for those who hover. */
export function title(name, tag = "h3") {
  // the end tells pictures of one camera apart, so it is the middle that gives way
  const end = name.length > LONG_NAME ? -TAIL : name.length;
  return h(
    tag,
    { className: "name", title: name },
    h("span", { className: "start" }, name.slice(0, end)),
    h("span", { className: "end" }, name.slice(end)),
  );
}

/** A problem in plain words, and below them the code and what the service itself says, if that is more. */
export function problemText(problem) {
  const words = plain(problem);
  const more = problem.detail && !problem.refused && !words.startsWith(problem.detail);
  const detail = more ? ` ${problem.detail}` : "";
  return h(
    "div",
    { className: "problem" },
    h("p", {}, words),
    h("p", { className: "cause" }, h("code", {}, problem.code), detail),
  );
}
