/** Elements without markup in strings, so that no file name can become a tag. */

/**
 * Make an element. Properties that the element knows are set as such, all others as attributes;
 * children are nodes or text; null and false among them are left out.
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
 * A button with a text, and a longer label for those who hear it without its row. The label begins with
 * the text, so that who speaks to the computer can say what is seen (WCAG 2.5.3).
 */
export function button(text, label, onclick, kind = "") {
  return h("button", { type: "button", className: kind, ariaLabel: label, onclick }, text);
}

const live = document.querySelector("#live");

/** Have a screen reader say it, after whatever it is saying. */
export function announce(text) {
  live.append(h("p", {}, text));
  if (live.childElementCount > 20) live.firstElementChild.remove();
}
