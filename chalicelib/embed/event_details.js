/** What the component's events tell about an upload. */

import { valueOf } from "./form_field.js";
import { errorMessage } from "./messages.js";

/** Return the `detail` of an event. Whatever is not known yet is null. */
export function detailOf(upload, texts) {
  const { id, created, document: image, file, problem } = upload;
  const error = problem && { code: problem.code, text: errorMessage(problem, texts), detail: problem.detail };
  return { id, value: created && valueOf(upload), image, file, error };
}

/** Tells which event is due after a change of an upload. */
export class Milestones {
  #reached = new WeakMap();

  /** Return the name of the event if the upload has reached a new milestone, otherwise null. */
  next(upload) {
    const milestone = milestoneOf(upload);
    const isNew = milestone !== (this.#reached.get(upload) ?? null);
    this.#reached.set(upload, milestone);
    return isNew ? milestone : null;
  }
}

function milestoneOf({ state, isSent }) {
  if (state === "ready" || state === "failed") return state;
  return isSent && state !== "cancelled" ? "uploaded" : null;
}
