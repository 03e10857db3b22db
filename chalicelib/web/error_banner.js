/** Shows every uncaught error in a banner. Runs before all other modules and imports none of them. */

const banner = document.querySelector("#error-banner");
const message = document.querySelector("#error-message");

function show(error) {
  const text = String(error?.message ?? error);
  message.textContent = error?.code ? `${text} (${error.code})` : text;
  banner.hidden = false;
}

addEventListener("error", (event) => show(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => show(event.reason));
document.querySelector("#error-reload").addEventListener("click", () => location.reload());
document.querySelector("#error-dismiss").addEventListener("click", () => (banner.hidden = true));
document.querySelector("#script-missing").remove();
