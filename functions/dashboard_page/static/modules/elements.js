// The only place where nodes are made. Text goes in as text nodes, so nothing from the API is ever parsed as HTML.

import { reconcile } from "./reconcile.js";

const SVG = "http://www.w3.org/2000/svg";

/** An element; `properties` are DOM properties that are attributes too, but `class`, `data`, `aria` and `on` are spelled out below. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  const { class: classes, data, aria, on, ...rest } = properties;
  if (classes) element.className = classes;
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  for (const [name, listener] of Object.entries(on ?? {})) element[`on${name}`] = listener;
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

/** Makes `container` show `children`; what did not change stays, and so do the focus and the opened details. */
export function render(container, ...children) {
  const focused = document.activeElement;
  const around = container.contains(focused) ? ancestors(focused) : [];
  const wanted = document.createDocumentFragment();
  wanted.append(...present(children));
  reconcile(container, wanted);
  if (document.activeElement !== focused) around.some(takesFocus);
}

export function byId(id) {
  return document.getElementById(id);
}

/** `node` and what can take the focus around it, so that a reader whose button is gone keeps the place. */
function ancestors(node) {
  const outer = node.parentElement?.closest("[tabindex]");
  return outer ? [node, ...ancestors(outer)] : [node];
}

function takesFocus(node) {
  node.focus({ preventScroll: true });
  return node === document.activeElement;
}

function present(children) {
  return children.flat().filter((child) => child !== null && child !== undefined && child !== false);
}
