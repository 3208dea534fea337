// What happened to an alert, and who was told over which channel, in sentences.

import { el } from "./elements.js";
import { moment } from "./format.js";

const STEPS = { opened: "Opened", escalated: "Got worse", reminded: "Reminder", acknowledged: "Taken on", resolved: "Over", muted: "Kept back", silenced: "Kept back", note: "Note" };
const DEEDS = { acknowledgement_expired: "Given back", reopened: "Opened again" };
const OUTCOMES = { accepted: "told", unheard: "nobody heard it", retry: "tried, and will be tried again", failed: "could not be told", waiting: "waits", dropped: "not told" };

/** A list of entries, oldest first. */
export function timelineOf(entries) {
  return el("ol", { class: "timeline" }, entries.map((entry, index) => el(
    "li",
    { class: entry.kind, data: { key: `${entry.at}-${index}` } },
    el("time", { dateTime: entry.at, title: entry.at }, moment(entry.at)),
    el("span", {}, ...sentence(entry)),
  )));
}

function sentence({ kind, by, channel, outcome, severity, note, until }) {
  if (kind === "delivery") return [el("b", {}, `${channel}: ${OUTCOMES[outcome] ?? outcome}`), until ? ` until ${moment(until)}` : "", note ? ` (${note})` : ""];
  if (kind === "note") return [el("b", {}, by), el("span", { class: "note-text" }, note)];
  if (kind === "silenced" && note === "resolved") return [el("b", {}, STEPS.resolved)];
  const who = by ? ` by ${by === "check" ? "the check, which found it well" : by}` : "";
  const step = (by && DEEDS[note]) || (STEPS[kind] ?? kind);
  return [el("b", {}, `${step}${who}`), severity && kind !== "resolved" && kind !== "acknowledged" ? `, ${severity}` : "", kind === "muted" && note ? `: ${note}` : ""];
}
