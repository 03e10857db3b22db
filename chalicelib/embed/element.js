/** `<darkroom-upload>`: a form field that uploads images. */

import { languageOf, reflect, upgradeProperties } from "./attributes.js";
import { EndpointElement } from "./endpoint_element.js";
import { detailOf, Milestones } from "./event_details.js";
import { FormField } from "./form_field.js";
import { earlierUpload, limited, newUpload, words } from "./new_upload.js";
import { RowList } from "./row_list.js";
import { styleSheet } from "./style_sheet.js";
import { textsFor } from "./texts.js";
import { UploadArea } from "./upload_area.js";
import { Uploads } from "./uploads.js";

const STRINGS = "accept capture csrf-field csrf-header endpoint max-files max-size name resize variants".split(" ");
const BOOLEANS = "disabled multiple required whole-page".split(" ");

/** The attributes, properties, events and parts are in docs/reference/component.md. */
export class DarkroomUpload extends EndpointElement {
  static observedAttributes = [...STRINGS, ...BOOLEANS, "lang", "value"];
  #area = new UploadArea(this, (files, folders) => this.#accept(files, folders));
  #field = new FormField(this.internals, this.#area.chooseButton);
  #uploads = new Uploads((upload) => this.#changed(upload));
  #view = new RowList();
  #actions = { retry: (upload) => this.#uploads.retry(upload), remove: (upload) => this.#removeByUser(upload) };
  #milestones = new Milestones();
  #listening = null;
  #texts = textsFor("");
  #replacedTexts = {};

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [styleSheet()];
    root.append(this.#area.element, ...this.#view.elements);
    this.internals.role = "group";
    // a click on the element itself is one on its label
    this.addEventListener("click", (event) => event.composedPath()[0] === this && this.#area.choose());
  }

  connectedCallback() {
    const isFirst = this.#listening === null;
    this.#listening = new AbortController();
    const onDragging = (isDragging) => this.#field.setState("dragging", isDragging);
    this.#area.listen({ wholePage: () => this.wholePage, onDragging, signal: this.#listening.signal });
    this.#render();
    if (!isFirst) return;
    if (!this.uploads.length) this.formResetCallback();
    upgradeProperties(this);
  }

  disconnectedCallback() {
    this.#listening.abort();
    // an element that moves within the page is connected again at once
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  attributeChangedCallback(name) {
    if (!this.#listening) return;
    const isUntouched = this.uploads.every(({ file }) => !(file instanceof Blob));
    if (name === "value" && isUntouched) this.formResetCallback();
    this.#render();
  }

  formDisabledCallback() {
    this.#render();
  }

  formResetCallback() {
    this.value = this.getAttribute("value");
  }

  /** The browser restores what the user had uploaded before leaving the page. */
  formStateRestoreCallback(state, mode) {
    if (mode === "restore") this.#replace(JSON.parse(state));
  }

  /** The uploads, in order. Each has `state`, `file`, `id`, `document` and `problem`. */
  get uploads() {
    return this.#uploads.all;
  }

  /** What the form submits, separated by spaces. Setting it replaces all uploads. */
  get value() {
    return this.#field.value;
  }

  set value(text) {
    this.#replace(words(text).map((value) => ({ created: { id: null, value } })));
  }

  /** Texts that replace those of the language, by the names in texts_en.js. */
  get texts() {
    return this.#replacedTexts;
  }

  set texts(texts) {
    this.#replacedTexts = texts ?? {};
    this.#render();
  }

  /** What lists the uploads instead of the component itself: an object with the methods of `RowList`. */
  set view(view) {
    this.#view = view;
  }

  #render() {
    this.#texts = textsFor(languageOf(this), this.#replacedTexts);
    const { accept, capture, multiple } = this;
    this.#area.update(this.#texts, { accept, capture, multiple, disabled: this.matches(":disabled") });
    this.internals.ariaLabel = this.labels.length ? null : this.#texts[multiple ? "label" : "labelOne"];
    this.#view.setTexts(this.#texts);
    this.#updateField();
  }

  /** Update the form's value. Tell listeners if `isByUser` and it has changed. */
  #updateField(isByUser = false) {
    const { name, multiple, required } = this;
    const hasChanged = this.#field.update(this.uploads, { name, multiple, required, texts: this.#texts });
    if (hasChanged && isByUser) this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #accept(files, folders) {
    if (!this.multiple && files.length) this.#forget(() => true);
    const { taken, note } = limited(files, folders, this, this.#texts);
    this.#area.showNote(note);
    if (taken.length) this.#view.announceFiles(taken);
    for (const file of taken) {
      const upload = newUpload(file, this.server(), this, this.#texts);
      this.#add(upload);
      this.#changed(upload);
    }
  }

  #add(upload) {
    this.#uploads.add(upload);
    this.#view.add(upload, this.#actions);
    this.#uploads.start(upload);
  }

  #replace(earlier) {
    this.#forget(() => true);
    for (const each of earlier) {
      const upload = earlierUpload(this.server(), { ...each, name: each.name ?? this.#texts.earlierImage });
      this.#milestones.next(upload);
      this.#add(upload);
    }
    this.#updateField();
  }

  #changed(upload) {
    this.#view.update(upload);
    this.#updateField(true);
    const event = this.#milestones.next(upload);
    if (event) this.#dispatch(event, detailOf(upload, this.#texts));
  }

  #removeByUser(upload) {
    const next = this.#forgetOne(upload);
    (next ?? this.#area.chooseButton).focus();
    this.#updateField(true);
  }

  #stop() {
    this.#forget(({ finished }) => !finished);
    this.#updateField();
  }

  #forget(isUnwanted) {
    this.uploads.filter(isUnwanted).forEach((upload) => this.#forgetOne(upload));
  }

  #forgetOne(upload) {
    const detail = detailOf(upload, this.#texts);
    this.#uploads.remove(upload);
    const next = this.#view.remove(upload);
    this.#dispatch("removed", detail);
    return next;
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

reflect(DarkroomUpload, { strings: STRINGS, booleans: BOOLEANS });
