// What everybody is told at the top of the page, and what a screen reader says.

import { byId } from "./elements.js";

/** Shows a sentence, or takes it away. */
export function say(text) {
  byId("connection").textContent = text;
  byId("connection").hidden = !text;
}

export function announce(text) {
  byId("announcement").textContent = text;
}
