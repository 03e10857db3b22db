/** Shows a problem. */

import { h } from "../embed/dom.js";
import { problemMessage } from "./page_messages.js";

/** Show the text for a problem, followed by its code and by the API's `detail` if that adds something. */
export function errorElement(problem) {
  const message = problemMessage(problem);
  const hasDetail = problem.detail && !problem.unauthorized && !message.startsWith(problem.detail);
  const detail = hasDetail ? ` ${problem.detail}` : "";
  return h(
    "div",
    { className: "problem" },
    h("p", {}, message),
    h("p", { className: "cause" }, h("code", {}, problem.code), detail),
  );
}
