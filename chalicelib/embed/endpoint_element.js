/** A form field that talks to a server. */

import { csrfHeaders } from "./csrf.js";
import { Endpoint } from "./endpoint.js";
import { FormElement } from "./form_element.js";

/** Sends requests as its attributes `endpoint`, `csrf-field` and `csrf-header` say. */
export class EndpointElement extends FormElement {
  #headers = {};
  #client = null;

  /** Additional headers for requests to the endpoint. */
  get headers() {
    return this.#headers;
  }

  set headers(headers) {
    this.#headers = headers ?? {};
  }

  /** What talks to the server instead of the endpoint: the client of `Upload`. */
  set client(client) {
    this.#client = client;
  }

  /** Return the client of a new upload. */
  server() {
    return this.#client ?? new Endpoint(this.endpoint, () => ({ ...csrfHeaders(this), ...this.#headers }));
  }
}
