// One card per service: its state, the numbers that matter against their thresholds, and how they moved.

import { linkTo } from "./address.js";
import { age } from "./ages.js";
import { byId, el, render, svg } from "./elements.js";
import { quantity, toldApart, uptimeOf } from "./format.js";
import { byStatus, pill, tone } from "./status.js";
import { segments } from "./series.js";

let stale = false;

export function showServices({ services, history, historyStepSeconds, stale: unreadable }) {
  stale = unreadable;
  const names = Object.keys(services).sort((one, other) => byStatus(services[one].status, services[other].status));
  render(byId("services"), names.map((name) => card(name, services[name], history[name] ?? [], historyStepSeconds)));
}

/** A service that is well, or was never looked at, is one line, which opens. */
function card(name, service, points, step) {
  return service.status === "healthy" || !service.lastCheck ? folded(name, service, points, step) : unfolded(name, service, points, step);
}

function folded(name, service, points, step) {
  return el(
    "details",
    { class: `card ${tone(service.status)} well`, data: { key: name } },
    el("summary", {}, el("h3", {}, service.label), pill(service.status), el("span", { class: "fine" }, ...looked(service))),
    ...body(name, service, points, step),
  );
}

function looked(service) {
  if (!service.lastCheck) return ["not checked yet"];
  const uptime = uptimeOf(service);
  return [uptime === "?" ? "" : `up ${uptime}, `, "checked ", age(service.lastCheck)];
}

function unfolded(name, service, points, step) {
  return el(
    "article",
    { class: `card ${tone(service.status)}`, data: { key: name }, aria: { label: `${service.label}: ${service.status}` } },
    el("div", { class: "card-head" }, el("h3", {}, service.label), pill(service.status)),
    ...body(name, service, points, step),
  );
}

function body(name, service, points, step) {
  const problems = reasons(service);
  return [
    problems.length ? el("ul", { class: "problems" }, problems.map((problem) => el("li", {}, String(problem)))) : null,
    sparkline(points, step),
    el("dl", { class: "gauges" }, service.gauges.filter(isShown).map(gauge), facts(service)),
    el("a", { class: "fine", href: linkTo({ board: `service-${name}` }), aria: { label: `All numbers of ${service.label}` } }, "All its numbers"),
  ];
}

/** A number without a threshold is left out where it is not known. */
function isShown({ value, threshold }) {
  return value !== null || threshold !== null;
}

/** Why a service is not healthy: what is broken or unknown, or else what looks bad but may be chance. */
function reasons({ status, details }) {
  if (status === "healthy") return details.problems ?? [];
  const known = [...(details.problems ?? []), ...(details.unknown ?? [])];
  return known.length ? known : (details.notes ?? []);
}

function gauge({ label, value, threshold, unit, bound, state }) {
  const [reached, allowed] = value === null || threshold === null ? [quantity(value, unit), quantity(threshold, unit)] : toldApart(value, threshold, unit);
  const limit = threshold === null ? null : `${bound === "max" ? "limit" : "at least"} ${allowed}`;
  const bar = limit && bound === "max" && value !== null ? filled(value, threshold, state) : null;
  return el(
    "div",
    { class: `gauge ${state}` },
    el("dt", {}, label),
    el("dd", {}, el("strong", {}, state === "bad" ? "⚠ " : "", reached), limit ? el("span", { class: "fine" }, limit) : null, bar),
  );
}

function filled(value, threshold, state) {
  const bar = el("span", { class: `meter ${state === "bad" ? "bad" : "good"}`, aria: { hidden: "true" } }, el("span", { class: "spent" }));
  bar.style.setProperty("--spent", `${Math.min(100, threshold ? (value / threshold) * 100 : 0).toFixed(1)}%`);
  return bar;
}

function facts(service) {
  const { lastCheck, errorRate, gauges } = service;
  const withRate = errorRate !== null && !gauges.some((known) => known.label === "Error rate");
  return [
    fact("Uptime", uptimeOf(service).replace("?", "not known")),
    withRate ? fact("Error rate", quantity(errorRate, "%")) : null,
    fact("Last check", lastCheck ? age(lastCheck) : "never"),
  ];
}

function fact(label, value) {
  return el("div", { class: "gauge" }, el("dt", {}, label), el("dd", {}, value));
}

/** The response time, without a line where nothing was measured. */
function sparkline(points, step) {
  const times = points.map((point) => point.responseTime).filter((value) => value !== null);
  if (times.length < 2) return el("p", { class: "fine sparkline-empty" }, stale ? "Not readable now" : "No trend yet");
  const [from, to] = [Date.parse(points[0].t), Date.parse(points.at(-1).t)];
  const top = Math.max(...times) * 1.1 || 1;
  const place = (point) => `${(((Date.parse(point.t) - from) / (to - from || 1)) * 200).toFixed(1)},${(38 - (point.responseTime / top) * 36).toFixed(1)}`;
  const lines = segments(points, step).map((run) => svg("polyline", { points: run.map(place).join(" ") }));
  const label = `Response time between ${quantity(Math.min(...times), "ms")} and ${quantity(Math.max(...times), "ms")}`;
  return svg("svg", { class: "sparkline", viewBox: "0 0 200 40", preserveAspectRatio: "none", role: "img", "aria-label": label }, ...lines);
}
