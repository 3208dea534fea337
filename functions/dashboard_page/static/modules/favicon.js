// The tab's icon and title: how it is, seen from the corner of an eye.

import { duration } from "./format.js";

const GLYPHS = { healthy: "✓", critical: "✕", warning: "!", unknown: "?" };
const ICONS = { critical: "./icon-critical.svg", warning: "./icon-warning.svg" };
const NAME = "PawPop Monitoring";

/** Shows a state: healthy, warning, critical or unknown. */
export function showTab(state, sentence) {
  document.title = `${GLYPHS[state] ?? "?"} ${sentence} · ${NAME}`;
  showIcon(ICONS[state] ?? "./icon.svg");
}

/** What is shown is not known to be so any more. */
export function doubtTab(milliseconds) {
  document.title = `? last known ${duration(milliseconds)} ago · ${NAME}`;
  showIcon("./icon.svg");
}

function showIcon(file) {
  const link = document.querySelector('link[rel="icon"]');
  const address = new URL(file, import.meta.url).href;
  if (link && link.href !== address) link.href = address;
}
