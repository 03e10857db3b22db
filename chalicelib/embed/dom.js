/** Creates DOM elements without building markup from strings, so that no file name can become a tag. */

const MAX_NAME_LENGTH = 24;
const NAME_END_LENGTH = 10;

/**
 * Create an element. A property that the element has is assigned; any other becomes an attribute.
 * Children are nodes or strings; null and false are skipped.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false));
  return element;
}

/**
 * Create a button with a visible text and a longer label for screen readers. The label must start with the
 * text so that speech input works with what the user sees (WCAG 2.5.3).
 */
export function button(text, label, onclick, kind = "") {
  return h("button", { type: "button", className: kind, ariaLabel: label, onclick }, text);
}

/** Show a file name. A long name is shortened in the middle; the tooltip has all of it. */
export function fileName(name, tag = "h3") {
  // the names of one camera's photos differ at the end, so the end stays visible
  const split = name.length > MAX_NAME_LENGTH ? -NAME_END_LENGTH : name.length;
  return h(
    tag,
    // the direction of the name, not of the page, decides on which side its start is
    { className: "name", title: name, dir: "auto" },
    h("span", { className: "start" }, name.slice(0, split)),
    h("span", { className: "end" }, name.slice(split)),
  );
}
