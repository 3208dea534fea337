// Lists of alerts, open ones with what can be done about them.

import { age } from "./ages.js";
import { listAlerts } from "./api.js";
import { byId, el, render } from "./elements.js";
import { capital, moment, quantity } from "./format.js";
import { hush, SILENCE_MINUTES, silenceOf } from "./silences.js";
import { SEVERITIES, severityPill } from "./status.js";

const PAGE = 20;

/** A list of alerts in pages; `act` is missing where nothing can be done. */
export class AlertList {
  constructor({ list, more, resolved, empty, act }) {
    Object.assign(this, { list: byId(list), more: byId(more), resolved, empty, act, alerts: [], cursor: null, shown: PAGE });
    this.more.addEventListener("click", () => this.extend());
  }

  /** Loads as many alerts again as are shown. */
  async refresh() {
    const { shown } = this;
    const page = await listAlerts(this.resolved, Math.min(200, shown));
    if (shown !== this.shown) return; // more were asked for meanwhile, and are there
    this.alerts = page.alerts;
    this.cursor = page.nextCursor;
    this.show(page.total);
  }

  async extend() {
    this.more.disabled = true;
    try {
      const page = await listAlerts(this.resolved, PAGE, this.cursor);
      this.alerts = [...this.alerts, ...page.alerts];
      this.cursor = page.nextCursor;
      this.shown = this.alerts.length;
      this.show(page.total);
    } catch {
      this.more.textContent = "That did not work. Try again";
    } finally {
      this.more.disabled = false;
    }
  }

  /** Shows alerts that came by another way, such as with the dashboard. */
  fill(alerts, total, empty = this.empty) {
    this.alerts = alerts;
    this.cursor = null;
    this.show(total, empty);
  }

  show(total, empty = this.empty) {
    const items = this.alerts.map((alert) => item(alert, this.act));
    render(this.list, items.length ? items : el("li", { class: "empty" }, empty));
    this.more.hidden = !this.cursor;
    this.more.textContent = `Show more (${this.alerts.length} of ${total})`;
  }
}

export function showCounts(alerts) {
  const some = SEVERITIES.filter((severity) => alerts[severity]);
  render(byId("alert-counts"), some.map((severity) => el("span", {}, severityPill(severity), el("b", {}, ` ${alerts[severity]} `))));
}

function item(alert, act) {
  return el(
    "li",
    { class: "alert", tabIndex: -1, data: { key: `alert-${alert.id}` } },
    el("div", { class: "alert-head" }, severityPill(alert.severity), el("span", { class: "alert-message" }, alert.message)),
    el("p", { class: "fine" }, `${alert.service}, `, alert.resolved ? past(alert) : present(alert)),
    hush(alert),
    details(alert),
    act && !alert.resolved ? actions(alert, act) : null,
  );
}

function present(alert) {
  const acknowledged = alert.acknowledgedAt ? [`; acknowledged by ${alert.acknowledgedBy} `, age(alert.acknowledgedAt)] : "";
  const times = alert.occurrences > 1 ? `, seen ${alert.occurrences} times` : "";
  return el("span", {}, `since ${moment(alert.timestamp)} (`, age(alert.timestamp, "for"), `)${times}`, ...acknowledged);
}

function past(alert) {
  return el("span", {}, `${moment(alert.timestamp)}, resolved ${moment(alert.resolvedAt)} by ${alert.resolvedBy ?? "the monitor"}`);
}

function details({ id, details: facts }) {
  const { value, threshold, unit, ...rest } = facts;
  const rows = Object.entries(rest);
  if (value !== undefined && threshold !== undefined) {
    rows.unshift(["value", `${quantity(value, unit)} (limit ${quantity(threshold, unit)})`]);
  }
  if (!rows.length) return null;
  return el(
    "details",
    { data: { key: `details-${id}` } },
    el("summary", {}, "Details"),
    el("dl", {}, rows.map(([name, fact]) => el("div", {}, el("dt", {}, words(name)), el("dd", {}, text(fact))))),
  );
}

/** Every action on an open alert stands here, in the order of how often it is wanted. */
function actions(alert, act) {
  const offered = [alert.status === "open" && "acknowledge", "resolve", !silenceOf(alert) && "silence"].filter(Boolean);
  return el("div", { class: "actions" }, offered.map((action) => el(
    "button",
    {
      type: "button",
      data: { key: `${action}-${alert.id}` },
      aria: { label: `${capital(action)}: ${alert.message}` },
      on: { click: () => act(alert, action) },
    },
    action === "silence" ? `Silence for ${SILENCE_MINUTES / 60} h` : capital(action),
  )));
}

function words(name) {
  return capital(name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase());
}

function text(fact) {
  return typeof fact === "object" ? JSON.stringify(fact) : String(fact);
}
