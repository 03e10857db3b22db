/** The dialog that edits an image's metadata. */

import { h } from "../embed/dom.js";
import { Problem } from "../embed/problem.js";
import { announce } from "./announcements.js";
import { errorElement } from "./error_element.js";
import { problemMessage } from "./page_messages.js";

const dialog = document.querySelector("#metadata-dialog");
const form = dialog.querySelector("form");
const problemArea = dialog.querySelector("#metadata-problem");
const saveButton = dialog.querySelector("[value=save]");
// the fields of the API's metadata that the dialog edits; tags have one line each
const FIELDS = ["alt", "external_id", "tags"];

let save = null;
form.addEventListener("submit", (event) => {
  if (event.submitter?.value === "cancel") return;
  event.preventDefault();
  save();
});

/** Let the user edit the metadata. Resolves to the changed image, or to null if nothing changed. */
export function editMetadata(image, { api }) {
  dialog.querySelector("#metadata-name").textContent = image.filename;
  for (const name of FIELDS) input(name).value = toText(image.metadata[name]);
  clearProblems();
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(null), { once: true });
    save = async () => {
      const changed = await saved(api, image);
      if (!changed) return;
      resolve(changed);
      dialog.close();
    };
  });
}

/** Save the changes. Returns the image, or null after showing what went wrong. */
async function saved(api, image) {
  clearProblems();
  const changes = changedFields(image.metadata);
  if (!Object.keys(changes).length) return image;
  saveButton.disabled = true;
  try {
    const changed = await api.update(image.id, changes);
    announce("Metadata saved");
    return changed;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    showProblem(problem);
    return null;
  } finally {
    saveButton.disabled = false;
  }
}

/** Return the fields that the user changed, as a JSON merge patch: null removes a value. */
function changedFields(metadata) {
  const changed = FIELDS.filter((name) => input(name).value !== toText(metadata[name]));
  return Object.fromEntries(changed.map((name) => [name, fromText(name, input(name).value)]));
}

function toText(value) {
  return Array.isArray(value) ? value.join("\n") : (value ?? "");
}

function fromText(name, text) {
  if (name !== "tags") return text.trim() || null;
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

function showProblem(problem) {
  const name = FIELDS.find((each) => problem.field?.split(/[^a-z_]+/).includes(each));
  if (!name) {
    problemArea.replaceChildren(errorElement(problem));
    return;
  }
  dialog.querySelector(`#metadata-${name}-problem`).replaceChildren(h("p", {}, problemMessage(problem)));
  input(name).ariaInvalid = "true";
  input(name).focus();
}

function clearProblems() {
  problemArea.replaceChildren();
  for (const name of FIELDS) {
    dialog.querySelector(`#metadata-${name}-problem`).replaceChildren();
    input(name).ariaInvalid = "false";
  }
}

function input(name) {
  return form.elements[name];
}
