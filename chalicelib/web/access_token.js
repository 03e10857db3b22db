/**
 * The access token: kept in this tab's sessionStorage, nowhere else. `#token=…` in the address is taken
 * over and removed, before anything can copy or log the address.
 */

const KEY = "darkroom.token";

export class Access {
  #dialog = document.querySelector("#token");
  #input = document.querySelector("#token-value");
  #message = document.querySelector("#token-message");
  #open = document.querySelector("#token-open");
  #asking = null;

  /** `onChange` is called when there is another token, or none any more. */
  constructor(onChange) {
    this.onChange = onChange;
    this.#takeFromAddress();
    addEventListener("hashchange", () => this.#takeFromAddress() && onChange());
    this.#open.addEventListener("click", () => this.enter());
    document.querySelector("#token-forget").addEventListener("click", () => this.#forget());
    this.#show();
  }

  get token() {
    return sessionStorage.getItem(KEY);
  }

  /** Let the user give a token, unasked by the service. */
  async enter() {
    if (await this.ask("")) this.onChange();
  }

  /** Ask the user; true when there is a new token. All who ask at the same time get the same answer. */
  ask(message) {
    this.#asking ??= this.#prompt(message).finally(() => (this.#asking = null));
    return this.#asking;
  }

  #prompt(message) {
    this.#message.textContent = message;
    this.#message.hidden = !message;
    this.#input.value = "";
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
    return new Promise((resolve) => {
      this.#dialog.addEventListener("close", () => resolve(this.#accept()), { once: true });
    });
  }

  #accept() {
    const token = this.#input.value.trim();
    this.#input.value = "";
    if (this.#dialog.returnValue !== "use" || !token) return false;
    this.#keep(token);
    return true;
  }

  #takeFromAddress() {
    const token = new URLSearchParams(location.hash.slice(1)).get("token");
    if (!token) return false;
    history.replaceState(null, "", location.pathname + location.search);
    this.#keep(token);
    return true;
  }

  #keep(token) {
    sessionStorage.setItem(KEY, token);
    this.#show();
  }

  #forget() {
    sessionStorage.removeItem(KEY);
    this.#show();
    this.#dialog.close();
    this.onChange();
  }

  #show() {
    this.#open.textContent = this.token ? "Token in use" : "Access token";
    document.querySelector("#token-forget").hidden = !this.token;
  }
}
