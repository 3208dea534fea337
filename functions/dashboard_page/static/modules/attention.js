// Whether somebody is at the page: it was touched, or came into sight, a moment ago.

import { instant, passed } from "./clock.js";

const AT_IT_FOR_MS = 120_000;

let last = instant();
let arrived = () => {};

for (const kind of ["pointerdown", "pointermove", "touchmove", "wheel", "keydown"]) addEventListener(kind, notice, { passive: true, capture: true });
document.addEventListener("visibilitychange", () => { if (!document.hidden) last = instant(); });

export function isAttended() {
  return passed(last) < AT_IT_FOR_MS;
}

/** Calls `follow` when somebody comes to a page that nobody was at. */
export function onAttention(follow) {
  arrived = follow;
}

function notice() {
  const wasAttended = isAttended();
  last = instant();
  if (!wasAttended) arrived();
}
