// What was found by looking back, on a page of its own: each statement as the monitor words it, with what it rests on.

import { address, linkTo } from "./address.js";
import { age } from "./ages.js";
import { ApiError, getInsights } from "./api.js";
import { instant, passed } from "./clock.js";
import { byId, el, render } from "./elements.js";
import { factList } from "./facts.js";
import { dollars, moment, roundDollars } from "./format.js";

const RENEWED_MS = 900_000; // it is looked back once an hour, and each question is paid for

let asked = null; // the moment of the last answer

/** Shows it if the address asks for it; an ApiError that wants another token is left to the caller. */
export async function loadInsights() {
  const wanted = address().page === "insights" && !address().alert;
  if (!wanted) return;
  if (asked && passed(asked) < RENEWED_MS) return;
  if (!byId("insights-page").hasChildNodes()) instead("Asking for what was found …");
  try {
    show(await getInsights());
    asked = instant();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) throw error;
    instead(error.message);
  }
}

export function forgetInsights() {
  asked = null;
  byId("insights-page").replaceChildren();
}

function show(found) {
  render(
    byId("insights-page"),
    back(),
    el("h2", { id: "insights-title", tabIndex: -1 }, "Insights"),
    looked(found),
    part("unusual", "Unusual", [...(found.anomalies.length ? found.anomalies.map(anomaly) : [calm(found)]), ...sharpness(found)]),
    part("month", "This month", [month(found.forecast), ...providerCosts(found.forecast), statement(found.credit, null, found.credit.daysLeft !== null && found.credit.daysLeft < 7 ? "warn" : "")]),
    part("recommended", "What would save money", found.recommendations.map(recommendation)),
    part("objectives", "Objectives", found.slo.map((one) => statement(one, budget(one), one.burning ? "bad" : overdrawn(one) ? "warn" : ""))),
    part("capacity", "What fills up", found.capacity.map((one) => statement(one, fullness(one), soon(one)))),
    part("speed", "How fast, against the same weekday", found.benchmarks.map((one) => statement(one))),
    part("providers", "What the providers say of themselves", found.providers.map(provider)),
    review(found.review),
  );
}

/** Says why there is nothing to show, or that it is asked for. */
function instead(sentence) {
  render(byId("insights-page"), back(), el("p", { class: "panel", data: { key: "instead" } }, sentence));
}

function back() {
  return el("p", { class: "back", data: { key: "back" } }, el("a", { href: linkTo({ page: null }) }, "‹ All services and alerts"));
}

function looked({ lookedAt, stale }) {
  const said = lookedAt ? ["Looked back ", age(lookedAt, "ago"), ", which is done once an hour."] : ["Nothing was looked back on yet; the first look comes within the hour."];
  return el("p", { class: stale ? "notice" : "fine", data: { key: "looked" } }, ...said, stale ? " It is late: this may no longer be so." : "");
}

function part(key, title, children) {
  if (!children.length) return null;
  return el("section", { class: "panel", data: { key } }, el("h3", {}, title), el("ul", { class: "statements" }, children));
}

function statement({ text, basis, state }, picture = null, tone = "") {
  const pill = state === "known" ? null : el("span", { class: "pill unknown" }, state === "learning" ? "learning" : "not known");
  return el("li", { class: `statement ${tone}` }, el("p", {}, pill, pill ? " " : "", text), picture, basis ? el("p", { class: "fine" }, `From ${basis}`) : null);
}

function anomaly(found) {
  const by = found.contributors.map((one) => `${one.name} ${one.change > 0 ? "+" : ""}${one.unit === "USD" ? dollars(one.changeUsd) : `${Math.round(one.change)} ${one.unit}`}`);
  const since = `Since ${moment(found.since)}.`;
  return el(
    "li",
    { class: "statement warn" },
    el("p", {}, el("strong", {}, found.text)),
    el("p", {}, since, by.length ? ` ${by.join(", ")}.` : ""),
    el("p", { class: "fine" }, `Against ${found.basis}`),
  );
}

/** What is watched hour by hour, or still learned: quiet is not unknown. */
function calm({ watched }) {
  const learned = watched.filter((one) => one.state === "learning");
  const text = watched.length === 0 ? "Nothing is tracked yet, so nothing can be unusual." : learned.length ? learned.map((one) => one.text).join(" ") : "Nothing is unusual.";
  const state = learned.length ? "learning" : watched.length ? "known" : "unknown";
  return statement({ text, state, basis: "" }, null, learned.length || !watched.length ? "" : "good");
}

/** How small a slow rise is told: what is smaller may be there all the same. */
function sharpness({ drift }) {
  return drift && drift.state === "known" ? [statement(drift)] : [];
}

function month({ month: found }) {
  return statement(found, found.median === null ? null : span(found), found.limitOn ? "warn" : "");
}

/** With fixed prices the month is more than what is metered. */
function providerCosts({ providers, total, totalLow, totalHigh }) {
  if (!providers.some((one) => one.kind === "fee")) return [];
  const each = providers.map((one) => `${one.label} ${dollars(one.month)}${one.kind === "fee" ? " (fixed)" : ""}`).join(", ");
  const sum = total === null ? "The fixed prices are known, what is metered is not yet" : `In total the month costs ${dollars(total)}${between(dollars(totalLow), dollars(totalHigh))}`;
  return [statement({ text: `${sum}: ${each}.`, state: "known", basis: "" })];
}

/** Nothing where the two read the same. */
function between(low, high) {
  return low === high ? "" : `, between ${low} and ${high}`;
}

function provider({ provider: name, text, state, page, incident }) {
  const pill = state === "known" ? null : el("span", { class: "pill unknown" }, "not known");
  const link = el("a", { href: page, rel: "noreferrer", target: "_blank" }, `Status page of ${name}`);
  return el("li", { class: `statement ${incident ? "warn" : incident === false ? "good" : ""}` }, el("p", {}, pill, pill ? " " : "", text), el("p", { class: "fine" }, link));
}

/** The review of the last month, as its mail had it. */
function review(found) {
  if (!found) return null;
  const rows = (title, list) => (list.length ? el("li", { class: "statement" }, el("p", {}, el("strong", {}, title)), factList(list.map(fact))) : null);
  const parts = [rows("What happened", found.happened), rows("What the alerts were about", found.rules), rows("What it cost", found.costs)];
  return part("review", `Review of ${found.title}`, [el("li", { class: "statement" }, el("p", {}, found.lead)), ...parts.filter(Boolean)]);
}

function fact({ name, value, also }) {
  return { name, value: also ? `${value} (${also})` : value, parts: [] };
}

/** Where the month ends, between what and what, on a scale that the limit is on. */
function span({ spent, low, median, high, limit }) {
  const scale = Math.max(high, limit) * 1.05;
  const place = (value) => `${Math.min(100, (value / scale) * 100).toFixed(1)}%`;
  const tone = low > limit ? "bad" : high > limit ? "warn" : "good";
  const bar = el("span", { class: `span ${tone}`, role: "img", aria: { label: `Between ${dollars(low)} and ${dollars(high)}, limit ${dollars(limit)}` } },
    el("span", { class: "spent" }), el("span", { class: "likely" }), el("span", { class: "middle" }), el("span", { class: "at-most" }));
  for (const [name, value] of Object.entries({ spent, low, median, limit })) bar.style.setProperty(`--${name}`, place(value));
  bar.style.setProperty("--width", place(high - low));
  return el("div", { class: "span-scale" }, bar, el("p", { class: "fine" }, `Spent ${roundDollars(spent)}, likely ${roundDollars(low)}${low === high ? "" : ` to ${roundDollars(high)}`}, limit ${roundDollars(limit)}`));
}

function overdrawn({ budgetLeft, state }) {
  return state === "known" && budgetLeft !== null && budgetLeft < 0;
}

function budget({ budgetLeft, state }) {
  return state !== "known" || budgetLeft === null ? null : meter(Math.max(0, budgetLeft), budgetLeft <= 0 ? "bad" : budgetLeft < 0.25 ? "warn" : "");
}

function fullness({ used, full, state }) {
  return state === "unknown" || used === null ? null : meter(used / full, used / full > 0.9 ? "bad" : used / full > 0.8 ? "warn" : "");
}

function soon({ daysLeft }) {
  return daysLeft !== null && daysLeft < 14 ? "warn" : "";
}

function meter(share, tone) {
  const bar = el("span", { class: `meter ${tone}`, aria: { hidden: "true" } }, el("span", { class: "spent" }));
  bar.style.setProperty("--spent", `${Math.min(100, share * 100).toFixed(1)}%`);
  return bar;
}

function recommendation({ title, evidence, savesUsdAMonth, undo }) {
  const saves = savesUsdAMonth === null ? null : el("span", { class: "saves" }, `saves some ${dollars(savesUsdAMonth)} a month`);
  return el("li", { class: "statement" }, el("p", {}, el("strong", {}, title), " ", saves), el("p", {}, evidence), el("p", { class: "fine" }, `To undo it: ${undo}`));
}
