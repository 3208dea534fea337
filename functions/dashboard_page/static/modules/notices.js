// What everybody is told at the top of the page, and what a screen reader says.

import { age } from "./ages.js";
import { byId, render } from "./elements.js";

/** Shows a sentence, or takes it away. */
export function say(text) {
  byId("connection").textContent = text;
  byId("connection").hidden = !text;
}

export function announce(text) {
  byId("announcement").textContent = text;
}

/** The database is away. */
export function sayOutage({ staleSince, staleReason }) {
  const since = staleSince ? ["For ", age(staleSince, "for"), ": "] : [];
  render(byId("connection"), ...since, staleReason, " What follows is what the monitor knows without its database.");
  byId("connection").hidden = false;
}
