// The first screenful: what is broken, since when, what to do, and one button.

import { age } from "./ages.js";
import { byId, el, render } from "./elements.js";
import { moment, plural, quantity } from "./format.js";
import { byStatus, byUrgency, severityPill, tone } from "./status.js";

/** `act(alert, action)` carries an action out; `steps` are the next steps by "service:rule". */
export function showVerdict(dashboard, steps, act) {
  const section = byId("verdict");
  const worst = [...dashboard.alerts.recent].sort(byUrgency)[0];
  section.className = `verdict ${mood(dashboard, worst)}`;
  const title = el("h2", { id: "verdict-title" }, headline(dashboard));
  render(section, title, worst ? incident(worst, steps, act) : calm(dashboard));
}

/** One sentence on the whole. */
export function headline({ services, alerts, stale }) {
  const names = Object.keys(services).sort((one, other) => byStatus(services[one].status, services[other].status));
  const troubled = names.filter((name) => services[name].status !== "healthy");
  if (stale) return "The database is out of reach";
  if (troubled.length === 1) return `${troubled[0]} is ${phrase(services[troubled[0]].status)}`;
  if (troubled.length) return `${troubled.length} of ${names.length} services need attention: ${troubled.join(", ")}`;
  if (alerts.total) return `Services are well; ${plural(alerts.total, "alert")} still open`;
  return "All is well";
}

function phrase(status) {
  return { warning: "in trouble", unknown: "in an unknown state" }[status] ?? status;
}

function mood(dashboard, worst) {
  if (dashboard.status === "healthy" && worst) return worst.severity === "critical" ? "bad" : "warn";
  return tone(dashboard.status);
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
    el("button", { type: "button", class: "primary", data: { key: `verdict-${alert.id}` }, on: { click: () => act(alert, action) } }, label),
    known,
  );
}
