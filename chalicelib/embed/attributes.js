/** Attributes of a custom element that properties reflect. */

/** Define properties of the class for attributes. Their values are strings; those of `booleans` are true or false. */
export function reflect(Class, { strings, booleans }) {
  for (const name of strings) define(Class, name, (element) => element.getAttribute(name) ?? "", setString);
  for (const name of booleans) define(Class, name, (element) => element.hasAttribute(name), setBoolean);
}

/**
 * Set the properties again that a script or a framework has set on the element before its class was defined.
 * They would hide the properties of the class.
 */
export function upgradeProperties(element) {
  for (const name of Object.keys(element)) {
    if (!(name in Object.getPrototypeOf(element))) continue;
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}

/** Return the language of an element: that of the nearest `lang` attribute, also outside of shadow trees. */
export function languageOf(element) {
  const nearest = element.closest("[lang]");
  const { host } = element.getRootNode();
  return nearest?.lang ?? (host ? languageOf(host) : "");
}

function define(Class, attribute, get, set) {
  const property = attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  Object.defineProperty(Class.prototype, property, {
    configurable: true,
    enumerable: true,
    get() {
      return get(this);
    },
    set(value) {
      set(this, attribute, value);
    },
  });
}

function setString(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, Array.isArray(value) ? value.join(" ") : value);
}

function setBoolean(element, name, value) {
  element.toggleAttribute(name, Boolean(value));
}
