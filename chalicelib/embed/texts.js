/** Chooses the language of the component's texts, and fills values in. Touches no DOM. */

import { GERMAN } from "./texts_de.js";
import { ENGLISH } from "./texts_en.js";

/** Return the texts for a language tag such as `de-AT`, with some of them replaced. */
export function textsFor(language, { errors, ...replaced } = {}) {
  const texts = /^de\b/i.test(language) ? GERMAN : ENGLISH;
  return { ...texts, ...replaced, errors: { ...texts.errors, ...errors } };
}

/** Replace `{name}` in a text by `values.name`. Other braces stay. */
export function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (braces, name) => (Object.hasOwn(values, name) ? values[name] : braces));
}
