// What became of each tap, said where it was made: "Acknowledging …", "Acknowledged", or why not.

import { byId, el, render } from "./elements.js";

export const UNDO_SECONDS = 10;
const STAYS_MS = 8_000;

const known = new Map(); // by alert: {text, failed, busy}
let timer = null;

/** Whether something is being done to that alert right now. */
export function isBusy(id) {
  return known.get(id)?.busy ?? false;
}

/** Keeps the outcome of what was done to an alert; null forgets it. */
export function note(id, outcome) {
  if (outcome) known.set(id, outcome);
  else known.delete(id);
}

/** The line that tells it, or nothing. */
export function outcomeOf(id) {
  const outcome = known.get(id);
  return outcome ? el("p", { class: `outcome ${outcome.failed ? "failed" : ""}`, role: outcome.failed ? "alert" : "status" }, outcome.text) : null;
}

/** A bar that stays in sight for a while, wherever the page is scrolled to; with `undo` it can be taken back. */
export function toast(text, { failed = false, undo = null } = {}) {
  const bar = byId("toast");
  clearTimeout(timer);
  bar.classList.toggle("failed", failed);
  const button = undo && el("button", { type: "button", data: { key: "undo" }, on: { click: () => { hide(); undo(); } } }, "Undo");
  render(bar, el("p", {}, text), button, el("button", { type: "button", data: { key: "close" }, aria: { label: "Close" }, on: { click: hide } }, "✕"));
  bar.hidden = false;
  timer = setTimeout(hide, undo ? UNDO_SECONDS * 1000 : STAYS_MS);
}

function hide() {
  clearTimeout(timer);
  byId("toast").hidden = true;
}
