// Silences: of what nobody is told, until when and why, so that nobody wonders at the quiet; and how to end one.

import { age } from "./ages.js";
import { endSilence, listSilences } from "./api.js";
import { byId, el, render } from "./elements.js";
import { capital, moment } from "./format.js";
import { announce, say } from "./notices.js";
import { toast } from "./outcomes.js";
import { badge } from "./status.js";

let active = [];
let canEnd = true;
let messages = {}; // of open alerts, by fingerprint

/** The silence that keeps `alert` back right now, if there is one. */
export function silenceOf(alert) {
  const fits = (silence, field) => silence[field] === null || silence[field] === alert[field];
  return alert.resolved ? undefined : active.find((silence) => ["service", "rule", "fingerprint"].every((field) => fits(silence, field)));
}

/** One line on the silence of `alert`. */
export function hush(alert) {
  const silence = silenceOf(alert);
  return silence ? el("p", { class: "hush" }, `Silenced until ${moment(silence.endsAt)}: ${silence.reason}`) : null;
}

/** Shows what holds at `timestamp` and what is to come; `refresh` after one was ended, null if that is not allowed, `alerts` are open ones. */
export function showSilences({ silences, timestamp }, alerts, refresh) {
  canEnd = refresh !== null;
  messages = Object.fromEntries(alerts.map((alert) => [alert.fingerprint, alert.message]));
  const now = Date.parse(timestamp);
  active = silences.filter((silence) => silence.active);
  const kept = silences.filter((silence) => silence.active || Date.parse(silence.startsAt) > now);
  kept.sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt));
  const explanation = "Nobody is told of what a silence covers. It is still recorded and shown here, and told when the silence ends, if it is open then.";
  show(kept.length > 0, el("p", { class: "fine" }, explanation), el("ul", { class: "alerts" }, kept.map((silence) => item(silence, refresh))));
}

/** Asks for them, where they did not come along: they are kept apart from the database, whose outage says nothing about them. */
export async function loadSilences(alerts, refresh) {
  try {
    showSilences(await listSilences(), alerts, refresh);
  } catch (error) {
    doubtSilences(error.message);
  }
}

/** Ends a silence; what went wrong is said where everyone sees it. */
async function end({ id }, refresh) {
  try {
    const { message } = await endSilence(id);
    await refresh();
    announce(message);
  } catch (error) {
    const hint = error.status === 403 ? " Use “Sign out”, then sign in with an admin token." : "";
    toast(`Could not end the silence: ${error.message}${hint}`, { failed: true });
    say(`Could not end the silence: ${error.message}${hint}`);
  }
}

/** Not to know of silences is not the same as to know of none. */
function doubtSilences(reason) {
  active = [];
  show(true, el("p", {}, `Whether alerts are kept back is not known: ${reason}`));
}

function show(wanted, ...content) {
  const section = byId("silences");
  section.hidden = !wanted;
  section.classList.toggle("holding", active.length > 0);
  render(section, el("h2", { id: "silences-title" }, title()), ...content);
}

function title() {
  if (active.some((silence) => !silence.service && !silence.rule && !silence.fingerprint)) return "All alerts are kept back";
  return active.length ? "Some alerts are kept back" : "Silences";
}

function item(silence, refresh) {
  const what = covered(silence);
  const verb = silence.active ? "End now" : "Cancel";
  return el(
    "li",
    { class: "silence", data: { key: silence.id } },
    el(
      "div",
      { class: "silence-what" },
      el("div", { class: "alert-head" }, silence.active ? badge("warn", "!", "silent now") : badge("unknown", "…", "to come"), el("span", { class: "alert-message" }, what)),
      el("p", {}, span(silence)),
      el("p", { class: "fine" }, `${silence.reason} (by ${silence.createdBy})`),
    ),
    canEnd && el(
      "button",
      { type: "button", data: { key: `${verb}-${silence.id}` }, aria: { label: `${verb}: ${what}` }, on: { click: () => end(silence, refresh) } },
      verb,
    ),
  );
}

function covered({ service, rule, fingerprint }) {
  if (fingerprint) return messages[fingerprint] ?? `The alert ${fingerprint}`;
  return ["All alerts", service && `of ${service}`, rule && `by the rule ${rule}`].filter(Boolean).join(" ");
}

function span({ active: holds, startsAt, endsAt }) {
  const end = `until ${moment(endsAt)}`;
  return holds ? [capital(end), " (", age(endsAt, "left"), " left)"] : `From ${moment(startsAt)} ${end}`;
}
