/** Runs before every other module and depends on none: whatever fails after it is shown and not swallowed. */

const notice = document.querySelector("#broken");
const reason = document.querySelector("#broken-reason");

function show(error) {
  const text = String(error?.message ?? error);
  reason.textContent = error?.code ? `${text} (${error.code})` : text;
  notice.hidden = false;
}

addEventListener("error", (event) => show(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => show(event.reason));
document.querySelector("#broken-reload").addEventListener("click", () => location.reload());
document.querySelector("#broken-close").addEventListener("click", () => (notice.hidden = true));
document.querySelector("#late").remove();
