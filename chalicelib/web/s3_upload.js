/** Sends a file with its form straight to the storage (S3). */

import { networkProblem, Problem } from "./problem.js";

/**
 * POST the form's fields and then the file. XMLHttpRequest, because fetch tells nothing of an upload's
 * progress. `onProgress` gets 0 to 1. Rejects with a Problem, or with the signal's reason.
 */
export function send(form, file, { onProgress, signal }) {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => (request.abort(), reject(signal.reason));
    signal.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? resolve() : reject(refusal(request)));
    request.onerror = () => reject(networkProblem("The storage"));
    request.onloadend = () => signal.removeEventListener("abort", abort);
    request.open(form.method, form.url);
    Object.entries(form.headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.send(body(form.fields, file));
  });
}

/** S3 ignores every field that comes after the file. */
function body(fields, file) {
  const data = new FormData();
  Object.entries(fields).forEach(([name, value]) => data.append(name, value));
  data.append("file", file);
  return data;
}

/** Codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function refusal({ status, responseText }) {
  const answer = new DOMParser().parseFromString(responseText, "text/xml");
  const code = answer.querySelector("Code")?.textContent;
  const detail = answer.querySelector("Message")?.textContent ?? `The storage answered ${status}`;
  return new Problem({ code: meaning(code, detail), detail, status });
}

function meaning(code, detail) {
  if (code === "EntityTooLarge") return "file_too_large";
  if (code === "EntityTooSmall") return "empty_file";
  return code === "AccessDenied" && /expired/i.test(detail) ? "form_expired" : "storage_refused";
}
