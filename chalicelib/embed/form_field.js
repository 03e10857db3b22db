/** Makes the uploads of a component the value of a form field. */

/** An entry is an upload or a value from before: `{ id, value }` with what else is needed to show it again. */
export class FormField {
  #internals;
  #anchor;
  value = "";

  /** The browser points at the element `anchor` when it shows why the form cannot be submitted. */
  constructor(internals, anchor) {
    this.#internals = internals;
    this.#anchor = anchor;
  }

  /** Update value and validity. Return whether the value changed. */
  update(uploads, { name, multiple, required, texts }) {
    const arrived = uploads.filter((upload) => upload.isSent && upload.state !== "failed");
    const values = arrived.map(valueOf);
    this.#internals.setFormValue(multiple ? formData(name, values) : (values[0] ?? ""), stateOf(arrived));
    this.#showValidity(uploads, required && !values.length, texts);
    this.#showStates(uploads);
    const before = this.value;
    this.value = values.join(" ");
    return this.value !== before;
  }

  /** Set or remove a custom state, which CSS matches with `:state(name)`. */
  setState(name, isSet) {
    try {
      if (isSet) this.#internals.states.add(name);
      else this.#internals.states.delete(name);
    } catch {
      // Chrome before version 125 has another syntax
    }
  }

  #showValidity(uploads, isMissing, texts) {
    const isUnfinished = uploads.some((upload) => !upload.isSent && !upload.finished);
    const isUnresolved = uploads.some(({ state }) => state === "failed");
    if (isUnfinished) this.#invalidate({ customError: true }, texts.unfinished);
    else if (isUnresolved) this.#invalidate({ customError: true }, texts.unresolved);
    else if (isMissing) this.#invalidate({ valueMissing: true }, texts.missing);
    else this.#internals.setValidity({});
  }

  #invalidate(flags, message) {
    this.#internals.setValidity(flags, message, this.#anchor);
  }

  #showStates(uploads) {
    this.setState("empty", !uploads.length);
    this.setState("uploading", uploads.some(({ finished }) => !finished));
    this.setState("failed", uploads.some(({ state }) => state === "failed"));
    this.setState("ready", uploads.length > 0 && uploads.every(({ state }) => state === "ready" || state === "uploaded"));
  }
}

/** The form submits what the endpoint says, so that a site can sign it. */
export function valueOf({ created }) {
  return created.value ?? created.id;
}

/** Return what a browser keeps to show the uploads again, for example when the user comes back to the page. */
function stateOf(uploads) {
  return JSON.stringify(uploads.map(({ created, file }) => ({ created, name: file.name, size: file.size })));
}

function formData(name, values) {
  const data = new FormData();
  if (name) values.forEach((value) => data.append(name, value));
  return data;
}
