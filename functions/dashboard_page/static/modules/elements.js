// The only place where nodes are made. Text goes in as text nodes, so nothing from the API is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element; `properties` are DOM properties, but `class`, `data`, `aria` and `on` are spelled out below. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  const { class: classes, data, aria, on, ...rest } = properties;
  if (classes) element.className = classes;
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  for (const [name, listener] of Object.entries(on ?? {})) element.addEventListener(name, listener);
  Object.assign(element, rest);
  element.append(...present(children));
  return element;
}

/** An SVG element; `attributes` are set as they are. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...present(children));
  return element;
}

/** Replaces what is in `container`, but keeps the focus and the opened details of whoever is reading. */
export function render(container, ...children) {
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const opened = new Set([...container.querySelectorAll("details[open][data-key]")].map((node) => node.dataset.key));
  container.replaceChildren(...present(children));
  for (const node of container.querySelectorAll("details[data-key]")) {
    if (opened.has(node.dataset.key)) node.open = true;
  }
  if (focused) [...container.querySelectorAll("[data-key]")].find((node) => node.dataset.key === focused)?.focus();
}

export function byId(id) {
  return document.getElementById(id);
}

function present(children) {
  return children.flat().filter((child) => child !== null && child !== undefined && child !== false);
}
