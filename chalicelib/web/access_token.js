/**
 * Keeps the access token in this tab's sessionStorage and nowhere else. A token in the URL (`#token=…`) is
 * stored and removed from the URL right away, before anything can copy or log it.
 */

const KEY = "darkroom.token";

export class AccessToken {
  #dialog = document.querySelector("#token-dialog");
  #input = document.querySelector("#token-input");
  #message = document.querySelector("#token-message");
  #openButton = document.querySelector("#token-open");
  #removeButton = document.querySelector("#token-remove");
  #onChange;
  #pendingPrompt = null;

  /** Call `onChange` whenever the token is replaced or removed. */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#readFromUrl();
    addEventListener("hashchange", () => this.#readFromUrl() && onChange());
    this.#openButton.addEventListener("click", () => this.edit());
    this.#removeButton.addEventListener("click", () => this.#remove());
    this.#updateButtons();
  }

  get value() {
    return sessionStorage.getItem(KEY);
  }

  /** Open the dialog because the user wants to enter or change the token. */
  async edit() {
    if (await this.prompt("")) this.#onChange();
  }

  /** Ask the user for a token. Resolves to true if there is a new one. Concurrent calls share one dialog. */
  prompt(message) {
    this.#pendingPrompt ??= this.#showDialog(message).finally(() => (this.#pendingPrompt = null));
    return this.#pendingPrompt;
  }

  #showDialog(message) {
    this.#message.textContent = message;
    this.#message.hidden = !message;
    this.#input.value = "";
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
    return new Promise((resolve) => {
      this.#dialog.addEventListener("close", () => resolve(this.#readFromDialog()), { once: true });
    });
  }

  #readFromDialog() {
    const token = this.#input.value.trim();
    this.#input.value = "";
    if (this.#dialog.returnValue !== "use" || !token) return false;
    this.#store(token);
    return true;
  }

  #readFromUrl() {
    const token = new URLSearchParams(location.hash.slice(1)).get("token");
    if (!token) return false;
    history.replaceState(null, "", location.pathname + location.search);
    this.#store(token);
    return true;
  }

  #store(token) {
    sessionStorage.setItem(KEY, token);
    this.#updateButtons();
  }

  #remove() {
    sessionStorage.removeItem(KEY);
    this.#updateButtons();
    this.#dialog.close();
    this.#onChange();
  }

  #updateButtons() {
    this.#openButton.textContent = this.value ? "Change token" : "Access token";
    this.#removeButton.hidden = !this.value;
  }
}
