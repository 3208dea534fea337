// Statuses and severities: a glyph and a word each, so that nothing hangs on colour alone.

import { el } from "./elements.js";

const GLYPHS = { healthy: "✓", warning: "!", critical: "✕", down: "✕", unknown: "?" };
const TONES = { healthy: "good", warning: "warn", critical: "bad", down: "bad", unknown: "unknown" };
const SEVERITY_TONES = { low: "unknown", medium: "warn", high: "high", critical: "bad" };
const SEVERITY_GLYPHS = { low: "i", medium: "!", high: "‼", critical: "✕" };

const WORST_FIRST = ["down", "critical", "warning", "unknown", "healthy"];
export const SEVERITIES = ["critical", "high", "medium", "low"];

/** The class of colour: good, warn, bad or unknown. */
export function tone(status) {
  return TONES[status] ?? "unknown";
}

/** The same of a severity: unknown, warn, high, bad. */
export function severityTone(severity) {
  return SEVERITY_TONES[severity] ?? "unknown";
}

export function pill(status) {
  return badge(TONES[status], GLYPHS[status] ?? "?", status);
}

export function severityPill(severity) {
  return badge(severityTone(severity), SEVERITY_GLYPHS[severity] ?? "!", severity);
}

/** Sorts statuses, worst first. */
export function byStatus(one, other) {
  return WORST_FIRST.indexOf(one) - WORST_FIRST.indexOf(other);
}

/** Sorts alerts: unacknowledged first, then by severity, then the oldest. */
export function byUrgency(one, other) {
  return (
    Number(one.status !== "open") - Number(other.status !== "open") ||
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    Date.parse(one.timestamp) - Date.parse(other.timestamp)
  );
}

/** The open alerts that come with the state, the worst first. */
export function worstOf({ worst, recent }) {
  return worst?.length ? worst : [...recent].sort(byUrgency);
}

/** A word with a glyph on a ground of its tone. */
export function badge(shade = "unknown", glyph, word) {
  return el("span", { class: `pill ${shade}` }, el("span", { class: "glyph", aria: { hidden: "true" } }, glyph), word);
}
