/** A custom element that is a form field: https://html.spec.whatwg.org/multipage/custom-elements.html */

/** Has the properties and methods that form fields of the browser have. Can be imported where there is no DOM. */
export class FormElement extends (globalThis.HTMLElement ?? class {}) {
  static formAssociated = true;
  internals = this.attachInternals();

  get type() {
    return this.localName;
  }

  get form() {
    return this.internals.form;
  }

  get labels() {
    return this.internals.labels;
  }

  get validity() {
    return this.internals.validity;
  }

  get validationMessage() {
    return this.internals.validationMessage;
  }

  get willValidate() {
    return this.internals.willValidate;
  }

  checkValidity() {
    return this.internals.checkValidity();
  }

  reportValidity() {
    return this.internals.reportValidity();
  }
}
