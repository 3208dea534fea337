// "4 min ago", kept true without drawing anything else again.

import { now } from "./clock.js";
import { el } from "./elements.js";
import { duration, moment } from "./format.js";

/** A time element that tells how far away it is; `style` is "ago" or "for" for what was, "left" for what will be. */
export function age(iso, style = "ago") {
  const node = el("time", { dateTime: iso, title: moment(iso), data: { age: style } });
  tell(node);
  return node;
}

export function tick() {
  for (const node of document.querySelectorAll("time[data-age]")) tell(node);
}

function tell(node) {
  const passed = now() - Date.parse(node.dateTime);
  const length = duration(node.dataset.age === "left" ? -passed : passed);
  const text = node.dataset.age === "ago" ? `${length} ago` : length;
  if (node.textContent !== text) node.textContent = text;
}
