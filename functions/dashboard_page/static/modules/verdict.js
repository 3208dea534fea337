// The first screenful: what is broken, since when, who is on it, what to do, one button, and what else there is.

import { actionButton, canAct } from "./actions.js";
import { linkTo } from "./address.js";
import { age } from "./ages.js";
import { byId, el, render } from "./elements.js";
import { capital, momentWithZone, plural, toldApart } from "./format.js";
import { outcomeOf } from "./outcomes.js";
import { whoIsOnIt } from "./people.js";
import { hush, silenceOf } from "./silences.js";
import { byStatus, severityPill, severityTone, tone, worstOf } from "./status.js";
import { stepsFor } from "./steps.js";

const DATABASE = "supabase";

export function showVerdict(dashboard) {
  const section = byId("verdict");
  const worst = leading(dashboard);
  section.className = `verdict ${shade(dashboard, worst)}`;
  const title = el("h2", { id: "verdict-title" }, headline(dashboard));
  render(section, title, dashboard.stale ? outage(dashboard, worst) : null, worst ? incident(worst, dashboard) : dashboard.stale ? null : calm(dashboard));
}

/** How the tab shows it: healthy, warning, critical or unknown. */
export function stateOf(dashboard) {
  return { bad: "critical", high: "warning", warn: "warning", unknown: "unknown", good: "healthy" }[shade(dashboard, leading(dashboard))];
}

/** One sentence on the whole: the worst alert by its name, and what else is not well. */
export function headline(dashboard) {
  const { services, alerts, stale } = dashboard;
  const worst = leading(dashboard);
  if (stale) return isOther(worst) ? `${lead(worst, services)}: ${worst.message}; the database is out of reach too` : "The database is out of reach";
  const also = others(dashboard, worst);
  if (worst && worst.severity !== "low") return `${lead(worst, services)}: ${worst.message}${also.length ? `; look at ${labels(also, services)} too` : ""}`;
  if (also.length) return ofServices(also, dashboard);
  if (alerts.total) return `Services are well; ${plural(alerts.total, "alert")} still open`;
  return "All is well";
}

/** Services of which no alert tells: the worst are named, and how the others are only if they are alike. */
function ofServices(names, { services }) {
  const worst = names.filter((name) => services[name].status === services[names[0]].status);
  if (names.length === Object.keys(services).length && names.every((name) => !services[name].lastCheck)) return "Nothing has been checked yet";
  const verb = worst.length === 1 ? "is" : "are";
  const rest = names.slice(worst.length);
  return `${labels(worst, services)} ${verb} ${phrase(services[names[0]].status)}${rest.length ? `; look at ${labels(rest, services)} too` : ""}`;
}

function labels(names, services) {
  return names.map((name) => services[name].label).join(", ");
}

/** Whether `alert` is about more than the database, which the state itself tells of. */
function isOther(alert) {
  return Boolean(alert) && alert.service !== DATABASE && alert.severity !== "low";
}

/** The alert that the headline is about: the worst that is not kept back, else the worst at all. */
function leading({ alerts }) {
  const worst = worstOf(alerts);
  return worst.find((alert) => !silenceOf(alert)) ?? worst[0];
}

function lead({ service, severity }, services) {
  const known = services[service];
  return known && tone(known.status) === "bad" ? `${known.label} is ${known.status}` : capital(severity);
}

/** Services that are not well, and not for what the leading alert says already. */
function others({ services, alerts, stale }, worst) {
  const isLed = worst && worst.severity !== "low";
  const told = new Set(isLed ? [worst, ...worstOf(alerts).filter((alert) => !silenceOf(alert))].map((alert) => alert.service) : []);
  const folded = stale || ["unreachable", "network_down"].includes(worst?.rule) && [DATABASE, "system"].includes(worst.service);
  const known = Object.keys(services).filter((name) => !told.has(name) && tone(services[name].status) !== "good");
  return known.filter((name) => !(folded && services[name].status === "unknown")).sort((one, other) => byStatus(services[one].status, services[other].status));
}

function shade(dashboard, worst) {
  const { status, services } = dashboard;
  if (tone(status) === "bad") return "bad";
  if (worst && !silenceOf(worst) && worst.severity !== "low") return severityTone(worst.severity);
  const known = Object.values(services).map((service) => tone(service.status));
  return tone(status) === "warn" && !known.includes("warn") ? "unknown" : tone(status);
}

/** How the database is away; since when only if no alert on it says that below. */
function outage({ staleSince, staleReason }, worst) {
  const since = staleSince && (!worst || isOther(worst)) ? ["For ", age(staleSince, "for"), ": "] : [];
  return el("p", { class: "outage" }, ...since, staleReason, " What is shown is what is known without it.");
}

function phrase(status) {
  return { warning: "in trouble", unknown: "not known yet" }[status] ?? status;
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

function incident(alert, { alerts, services }) {
  const named = alert.severity !== "low"; // in the headline, which says it in other words if it is the database
  const since = [`${services[alert.service]?.label ?? alert.service}, since ${momentWithZone(alert.timestamp)} (`, age(alert.timestamp, "for"), ")", reading(alert)];
  return el(
    "div",
    { class: "incident" },
    el("p", { class: "incident-what" }, severityPill(alert.severity), named ? el("span", { class: "incident-since" }, since) : el("strong", {}, alert.message)),
    named ? null : el("p", { class: "incident-since" }, since),
    alert.acknowledgedAt ? el("p", { class: "on-it" }, whoIsOnIt(alert)) : null,
    hush(alert),
    el("ol", { class: "steps", aria: { label: "What to do first" } }, stepsFor(alert).first.map((step) => el("li", {}, step))),
    button(alert),
    more(alert, alerts.total - 1),
  );
}

function more({ id }, left) {
  const others = left > 0 ? el("a", { href: "#alerts", class: "more-open" }, `${left} more open`) : null;
  return el("p", { class: "incident-links" }, el("a", { href: linkTo({ alert: id }) }, "All about this alert"), others);
}

function reading({ details: { value, threshold, unit } }) {
  if (typeof value !== "number" || typeof threshold !== "number") return null;
  const [reached, limit] = toldApart(value, threshold, unit);
  return `; ${reached} against a limit of ${limit}`;
}

function button(alert) {
  const [action, label] = alert.status === "open" ? ["acknowledge", "Acknowledge: I am on it"] : ["resolve", "Resolve: it is over"];
  const offered = canAct() ? actionButton(alert, action, { label, primary: true, place: "verdict-" }) : el("span", { class: "may-look" }, "Your token may look, not act.");
  return el("p", { class: "incident-action" }, offered, outcomeOf(alert.id));
}
