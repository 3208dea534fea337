// One alert on a page of its own: what to do, what it rests on, who was told, who is on it, and what else happened.

import { actionsFor, canAct, writeNote } from "./actions.js";
import { linkTo } from "./address.js";
import { age } from "./ages.js";
import { byId, el, render } from "./elements.js";
import { offerToTell } from "./customers.js";
import { curveOf } from "./curve.js";
import { factList, factsOf } from "./facts.js";
import { momentWithZone, toldApart } from "./format.js";
import { whoIsOnIt } from "./people.js";
import { hush } from "./silences.js";
import { severityPill, severityTone } from "./status.js";
import { timelineOf } from "./timeline.js";

/** Shows the answer of GET /alerts/{id}. */
export function showAlert(story) {
  const { alert, steps, consoles, evidence, curve, timeline, related } = story;
  offerToTell(alert);
  render(
    byId("alert-page"),
    back(),
    head(alert),
    el("section", { class: "panel", data: { key: "steps" } }, ...guidance(steps, consoles)),
    el("section", { class: "panel", data: { key: "curve" } }, el("h3", {}, "How it moved"), curveOf(curve, alert)),
    el("section", { class: "panel", data: { key: "evidence" } }, el("h3", {}, "Evidence"), facts(alert, evidence)),
    el("section", { class: "panel", data: { key: "timeline" } }, el("h3", {}, "What happened, and who was told"), timelineOf(timeline), noteForm(alert)),
    related.length ? el("section", { class: "panel", data: { key: "related" } }, el("h3", {}, "At about the same time"), others(related)) : null,
  );
}

/** Says why there is no alert to show, or that it is asked for. */
export function showInstead(sentence) {
  offerToTell(null);
  render(byId("alert-page"), back(), el("p", { class: "panel", data: { key: "instead" } }, sentence));
}

function back() {
  return el("p", { class: "back", data: { key: "back" } }, el("a", { href: linkTo({ alert: null }) }, "‹ All services and alerts"));
}

function head(alert) {
  const { value, threshold, unit } = alert.details;
  const isPair = typeof value === "number" && typeof threshold === "number";
  const [reached, limit] = isPair ? toldApart(value, threshold, unit) : [];
  return el(
    "section",
    { class: `panel alert-top ${alert.resolved ? "good" : severityTone(alert.severity)}`, data: { key: `head-${alert.id}` } },
    el("p", { class: "alert-head" }, severityPill(alert.severity), el("span", { class: "fine" }, `${alert.service}: ${alert.rule.replaceAll("_", " ")}`)),
    el("h2", { id: "alert-title", tabIndex: -1 }, alert.message),
    isPair ? el("p", { class: "reading" }, el("b", {}, reached), ` against a limit of ${limit}`) : null,
    el("p", {}, `Since ${momentWithZone(alert.timestamp)} (`, age(alert.timestamp, alert.resolved ? "ago" : "for"), `)${alert.occurrences > 1 ? `, seen ${alert.occurrences} times` : ""}`),
    alert.resolved ? el("p", {}, `Over since ${momentWithZone(alert.resolvedAt)}, by ${alert.resolvedBy ?? "the check"}`) : null,
    !alert.resolved && alert.acknowledgedAt ? el("p", { class: "on-it" }, whoIsOnIt(alert)) : null,
    hush(alert),
    canAct() ? null : el("p", { class: "may-look" }, "Your token may look, not act."),
    actionsFor(alert, alert.status === "open" ? "acknowledge" : "resolve"),
  );
}

function guidance(steps, consoles) {
  const list = (title, sentences, rank = "") => [el("h3", {}, title), el("ol", { class: `steps ${rank}` }, sentences.map((step) => el("li", {}, step)))];
  const links = consoles.map(({ label, url }) => el("a", { class: "console", href: url, target: "_blank", rel: "noopener noreferrer" }, label, el("span", { class: "visually-hidden" }, " (opens in a new tab)")));
  return [
    ...(steps ? list("Do this first", steps.first, "first") : []),
    links.length ? el("p", { class: "consoles" }, links) : null,
    ...(steps ? list("Then, for the developer", steps.then) : []),
  ].filter(Boolean);
}

function facts(alert, evidence) {
  const rows = evidence.length ? evidence : factsOf(alert.details);
  return rows.length ? factList(rows) : el("p", { class: "fine" }, "Nothing beyond its message.");
}

function noteForm(alert) {
  if (!canAct()) return null;
  const text = el("textarea", { id: "note", rows: 2, maxLength: 2000 });
  const send = async () => {
    const field = byId("note");
    if (field.value.trim() && await writeNote(alert, field.value.trim())) field.value = "";
  };
  return el(
    "div",
    { class: "note-form", data: { key: `note-${alert.id}` } },
    el("label", { htmlFor: "note" }, "A note for whoever comes next"),
    text,
    el("button", { type: "button", data: { key: "send-note" }, on: { click: send } }, "Add note"),
  );
}

function others(related) {
  return el("ul", { class: "alerts" }, related.map((alert) => el(
    "li",
    { class: "alert", data: { key: alert.id } },
    el("div", { class: "alert-head" }, severityPill(alert.severity), el("a", { class: "alert-message", href: linkTo({ alert: alert.id }) }, alert.message)),
    el("p", { class: "fine" }, `${alert.service}, ${momentWithZone(alert.timestamp)}, ${alert.status}`),
  )));
}
