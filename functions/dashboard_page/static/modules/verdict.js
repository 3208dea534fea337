// The first screenful: what is broken, since when, what to do, and one button.

import { age } from "./ages.js";
import { byId, el, render } from "./elements.js";
import { moment, plural, quantity } from "./format.js";
import { hush } from "./silences.js";
import { byStatus, byUrgency, severityPill, tone } from "./status.js";

/** `act(alert, action)` carries an action out; `steps` are the next steps by "service:rule". */
export function showVerdict(dashboard, steps, act) {
  const section = byId("verdict");
  const worst = [...dashboard.alerts.recent].sort(byUrgency)[0];
  section.className = `verdict ${tone(dashboard.status)}`;
  const title = el("h2", { id: "verdict-title" }, headline(dashboard));
  render(section, title, worst ? incident(worst, steps, act) : calm(dashboard));
}

/** One sentence on the whole. */
export function headline({ services, alerts, stale }) {
  const names = Object.keys(services).sort((one, other) => byStatus(services[one].status, services[other].status));
  const [bad, dubious] = [["bad"], ["warn", "unknown"]].map((tones) => names.filter((name) => tones.includes(tone(services[name].status))));
  const labels = (chosen) => chosen.map((name) => services[name].label).join(", ");
  const also = dubious.length ? `; look at ${labels(dubious)} too` : "";
  if (stale) return `The database is out of reach${also}`;
  if (bad.length === 1) return `${labels(bad)} is ${services[bad[0]].status}${also}`;
  if (bad.length) return `${labels(bad)} are critical${also}`;
  if (dubious.length === 1) return `${labels(dubious)} is ${phrase(services[dubious[0]].status)}`;
  if (dubious.length) return `${labels(dubious)} need attention`;
  if (alerts.total) return `Services are well; ${plural(alerts.total, "alert")} still open`;
  return "All is well";
}

function phrase(status) {
  return { warning: "in trouble", unknown: "in an unknown state" }[status] ?? status;
}

function calm(dashboard) {
  const latest = Object.values(dashboard.services).map((service) => service.lastCheck).filter(Boolean).sort().at(-1);
  return el(
    "p",
    {},
    `${plural(dashboard.summary.totalServices, "service")} watched, no open alert`,
    latest ? [", last check ", age(latest)] : "",
    ".",
  );
}

function incident(alert, steps, act) {
  const advice = steps[`${alert.service}:${alert.rule}`] ?? steps["any-service:general"];
  return el(
    "div",
    { class: "incident" },
    el("p", { class: "incident-what" }, severityPill(alert.severity), el("strong", {}, alert.message)),
    el("p", { class: "incident-since" }, `${alert.service}, since ${moment(alert.timestamp)} (`, age(alert.timestamp, "for"), ")", reading(alert)),
    hush(alert),
    advice ? el("ol", { class: "steps", aria: { label: "What to do first" } }, advice.first.map((step) => el("li", {}, step))) : null,
    button(alert, act),
  );
}

function reading({ details: { value, threshold, unit } }) {
  if (typeof value !== "number" || typeof threshold !== "number") return null;
  return `; ${quantity(value, unit)} against a limit of ${quantity(threshold, unit)}`;
}

function button(alert, act) {
  const [action, label] = alert.status === "open" ? ["acknowledge", "Acknowledge: I am on it"] : ["resolve", "Resolve: it is over"];
  const known = alert.acknowledgedAt ? el("span", {}, "Acknowledged ", age(alert.acknowledgedAt)) : null;
  return el(
    "p",
    { class: "incident-action" },
    el("button", { type: "button", class: "primary", data: { key: `verdict-${action}-${alert.id}` }, on: { click: () => act(alert, action) } }, label),
    known,
  );
}
