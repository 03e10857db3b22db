/** Proves to the site's server that a request comes from its own page. */

/**
 * Return the header with the CSRF token, or no header. The attribute `csrf-field` names the form field or the
 * `<meta>` element that has the token; `csrf-header` is the header that the server expects it in.
 */
export function csrfHeaders({ form, csrfField: name, csrfHeader: header }) {
  if (!name) return {};
  const selector = `[name="${CSS.escape(name)}"]`;
  const source = form?.querySelector(selector) ?? document.querySelector(selector);
  const token = source?.value ?? source?.content;
  return token ? { [header || "X-CSRFToken"]: token } : {};
}
