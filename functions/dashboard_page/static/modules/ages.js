// "4 min ago", kept true without drawing anything else again.

import { el } from "./elements.js";
import { duration, moment } from "./format.js";

/** A time element that tells how long ago it was; `style` is "ago" or "for". */
export function age(iso, style = "ago") {
  const node = el("time", { dateTime: iso, title: moment(iso), data: { age: style } });
  tell(node);
  return node;
}

export function tick() {
  for (const node of document.querySelectorAll("time[data-age]")) tell(node);
}

function tell(node) {
  const passed = duration(Date.now() - Date.parse(node.dateTime));
  const text = node.dataset.age === "ago" ? `${passed} ago` : passed;
  if (node.textContent !== text) node.textContent = text;
}
