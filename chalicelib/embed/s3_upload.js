/** Uploads files directly to S3: with a presigned POST form, or in parts with presigned URLs. */

import { networkProblem, Problem } from "./problem.js";

/**
 * POST the form fields and the file. Uses XMLHttpRequest because fetch does not report upload progress.
 * `onProgress` receives numbers from 0 to 1. Rejects with a Problem, or with the signal's reason.
 */
export function postFile({ method, url, headers, fields }, file, options) {
  return send({ method, url, headers, body: formData(fields, file) }, options);
}

/** PUT a part of a file to its URL. The options and errors are those of `postFile`. */
export function putPart(url, part, options) {
  return send({ method: "PUT", url, headers: {}, body: part }, options);
}

function send({ method, url, headers, body }, { onProgress, signal }) {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => (request.abort(), reject(signal.reason));
    signal.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? resolve() : reject(problemFrom(request)));
    request.onerror = () => reject(networkProblem("The storage"));
    request.onloadend = () => signal.removeEventListener("abort", abort);
    request.open(method, url);
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.send(body);
  });
}

/** Build the request body. The file must come last because S3 ignores every field after it. */
function formData(fields, file) {
  const data = new FormData();
  Object.entries(fields).forEach(([name, value]) => data.append(name, value));
  data.append("file", file);
  return data;
}

/** Translate an S3 error response: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function problemFrom({ status, responseXML }) {
  const s3Code = responseXML?.querySelector("Code")?.textContent;
  const detail = responseXML?.querySelector("Message")?.textContent ?? `The storage responded with HTTP status ${status}`;
  return new Problem({ code: problemCode(s3Code, detail), detail, status });
}

function problemCode(s3Code, detail) {
  if (s3Code === "EntityTooLarge") return "file_too_large";
  if (s3Code === "EntityTooSmall") return "empty_file";
  const isExpired = s3Code === "NoSuchUpload" || (s3Code === "AccessDenied" && /expired/i.test(detail));
  return isExpired ? "form_expired" : "storage_refused";
}
