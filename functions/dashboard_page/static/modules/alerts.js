// Lists of alerts, open ones with what can be done about them.

import { actionsFor, canAct } from "./actions.js";
import { linkTo } from "./address.js";
import { age } from "./ages.js";
import { listAlerts } from "./api.js";
import { byId, el, render } from "./elements.js";
import { factList, factsOf } from "./facts.js";
import { moment, plural } from "./format.js";
import { whoIsOnIt } from "./people.js";
import { hush } from "./silences.js";
import { byUrgency, SEVERITIES, severityPill } from "./status.js";

const PAGE = 20;
const MOST_AT_ONCE = 200;

/** A list of alerts in pages: open ones with the worst first, resolved ones with the newest. */
export class AlertList {
  constructor({ list, more, resolved, empty }) {
    Object.assign(this, { list: byId(list), more: byId(more), resolved, empty, alerts: [], cursor: null, shown: PAGE, only: {} });
    this.more.addEventListener("click", () => this.extend());
  }

  /** Whether nothing was shown yet. */
  get isNew() {
    return this.total === undefined;
  }

  /** Shows those alone that are of {service, severity}; an empty one says nothing. */
  choose(only) {
    Object.assign(this, { only, shown: PAGE });
    return this.refresh();
  }

  /** Loads as many alerts again as are shown. */
  async refresh() {
    const { shown, only } = this;
    const ask = (limit, cursor) => listAlerts({ resolved: this.resolved, limit, cursor, ...only });
    let page = await ask(Math.min(MOST_AT_ONCE, shown));
    const alerts = page.alerts;
    while (page.nextCursor && alerts.length < shown) {
      page = await ask(Math.min(MOST_AT_ONCE, shown - alerts.length), page.nextCursor);
      alerts.push(...page.alerts);
    }
    if (shown !== this.shown || only !== this.only) return; // more or others were asked for meanwhile, and are there
    this.alerts = alerts;
    this.cursor = page.nextCursor;
    this.show(page.total);
  }

  /** Twice as many, so that a thousand are six taps. */
  async extend() {
    this.more.disabled = true;
    const { only, cursor, alerts: { length } } = this;
    try {
      const page = await listAlerts({ resolved: this.resolved, limit: Math.min(MOST_AT_ONCE, Math.max(PAGE, length)), cursor, ...only });
      if (only !== this.only) return;
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
  fill(alerts, total, empty) {
    this.alerts = this.resolved === "false" ? [...alerts].sort(byUrgency) : alerts;
    this.cursor = null;
    this.show(total, empty);
  }

  /** Draws again what is known. */
  redraw() {
    if (!this.isNew) this.show(this.total);
  }

  show(total, empty = Object.values(this.only).some(Boolean) ? "None of these." : this.empty) {
    this.total = total;
    const items = this.alerts.map(item);
    render(this.list, items.length ? items : el("li", { class: "empty" }, empty));
    this.more.hidden = !this.cursor;
    this.more.textContent = `Show more (${this.alerts.length} of ${total})`;
  }
}

/** How many of each severity, and how to take on all of them. */
export function showCounts(alerts) {
  const some = SEVERITIES.filter((severity) => alerts[severity]);
  render(byId("alert-counts"), some.map((severity) => el("span", {}, severityPill(severity), el("b", {}, ` ${alerts[severity]} `))));
}

/** Offers to acknowledge all of `alerts` that nobody has taken on; `run` does it. */
export function offerAll(alerts, run) {
  const open = canAct() ? alerts.filter((alert) => alert.status === "open") : [];
  const button = byId("acknowledge-all");
  button.hidden = open.length < 2;
  button.textContent = `Acknowledge ${plural(open.length, "alert")}`;
  button.onclick = () => run(open);
}

function item(alert) {
  return el(
    "li",
    { class: `alert ${alert.severity}`, tabIndex: -1, data: { key: `alert-${alert.id}` } },
    el("div", { class: "alert-head" }, severityPill(alert.severity), el("a", { class: "alert-message", href: linkTo({ alert: alert.id }) }, alert.message)),
    el("p", { class: "fine" }, `${alert.service}, `, alert.resolved ? past(alert) : present(alert)),
    !alert.resolved && alert.acknowledgedAt ? el("p", { class: "on-it" }, whoIsOnIt(alert)) : null,
    hush(alert),
    details(alert),
    actionsFor(alert),
  );
}

function present(alert) {
  const times = alert.occurrences > 1 ? `, seen ${alert.occurrences} times` : "";
  return el("span", {}, `since ${moment(alert.timestamp)} (`, age(alert.timestamp, "for"), `)${times}`);
}

function past(alert) {
  return el("span", {}, `${moment(alert.timestamp)}, resolved ${moment(alert.resolvedAt)} by ${alert.resolvedBy ?? "the monitor"}`);
}

function details({ id, details: facts }) {
  const rows = factsOf(facts);
  return rows.length ? el("details", { data: { key: `details-${id}` } }, el("summary", {}, "Details"), factList(rows)) : null;
}
