// What it costs: today and this month against the limits, where the month is heading, and each day.

import { byId, el, render, svg } from "./elements.js";
import { dollars, plural, quantity, roundDollars, UNKNOWN } from "./format.js";

export function showMoney(costs) {
  if (!costs) {
    render(byId("money"), el("p", {}, "Costs are not known while the database is out of reach."));
    return;
  }
  const left = Math.max(0, costs.monthlyLimit - costs.projectedMonth);
  const heading = costs.projectedMonth > costs.monthlyLimit
    ? `heading for ${roundDollars(costs.projectedMonth)}: above the limit`
    : `heading for ${roundDollars(costs.projectedMonth)}, ${roundDollars(left)} to spare`;
  render(
    byId("money"),
    meter("Cost today", costs.today, costs.dailyLimit),
    meter("Cost this month", costs.month, costs.monthlyLimit, costs.projectedMonth, heading),
  );
}

export function showCosts(costs) {
  if (!costs) {
    render(byId("costs-body"), el("p", {}, UNKNOWN));
    return;
  }
  render(byId("costs-body"), bars(costs), byDay(costs), byEndpoint(costs));
}

function meter(label, value, limit, projected = value, note = "") {
  const tone = value > limit ? "bad" : projected > limit || value > limit * 0.8 ? "warn" : "good";
  const bar = el("span", { class: `meter ${tone}`, aria: { hidden: "true" } }, el("span", { class: "projected" }), el("span", { class: "spent" }));
  bar.style.setProperty("--spent", share(value, limit));
  bar.style.setProperty("--projected", share(projected, limit));
  return el(
    "div",
    { class: "money-item" },
    el("p", {}, el("span", { class: "label" }, label), " ", el("strong", {}, dollars(value)), ` of ${limit % 1 ? dollars(limit) : roundDollars(limit)}`),
    bar,
    note ? el("p", { class: "fine" }, note) : null,
  );
}

function share(value, limit) {
  return `${Math.min(100, (value / limit) * 100).toFixed(1)}%`;
}

function bars({ daily, dailyLimit }) {
  const top = Math.max(...daily.map((day) => day.cost), 0.01);
  const scale = dailyLimit <= top * 1.5 ? Math.max(top, dailyLimit) : top;
  const height = (cost) => (cost / scale) * 36;
  // A day without cost has no bar: thirty flat ones would look like a limit.
  const columns = daily.map((day, index) => day.cost > 0 && svg(
    "rect",
    { x: index * 10 + 1, width: 8, y: 39 - height(day.cost), height: Math.max(height(day.cost), 0.4), rx: 1, class: day.cost > dailyLimit ? "day over" : "day" },
    svg("title", {}, `${day.date}: ${dollars(day.cost)}`),
  )).filter(Boolean);
  const limit = scale >= dailyLimit
    ? svg("line", { x1: 0, x2: daily.length * 10, y1: 39 - height(dailyLimit), y2: 39 - height(dailyLimit), class: "limit" })
    : null;
  const total = daily.reduce((sum, day) => sum + day.cost, 0);
  const label = `Costs of the last ${daily.length} days: ${dollars(total)} in all, at most ${dollars(Math.max(...daily.map((day) => day.cost)))} on one day`;
  return el(
    "figure",
    { class: "daily" },
    total > 0 && svg("svg", { viewBox: `0 0 ${daily.length * 10} 40`, preserveAspectRatio: "none", role: "img", "aria-label": label }, ...columns, limit),
    el("figcaption", { class: "fine" }, `${daily[0]?.date} to ${daily.at(-1)?.date}; ${dollars(total)} in all${limit ? "; the dashed line is the daily limit" : ""}.`),
  );
}

function byDay({ daily }) {
  const rows = daily.filter((day) => day.requests).reverse().map((day) => [day.date, dollars(day.cost), quantity(day.requests)]);
  return el(
    "details",
    { data: { key: "costs-by-day" } },
    el("summary", {}, "Each day as a table"),
    rows.length ? table(["Day", "Cost", "Requests"], rows) : el("p", {}, "No requests in the last 30 days."),
  );
}

function byEndpoint({ byEndpoint: used, unpricedRequests }) {
  if (!used.length) return el("p", {}, "No image was generated this month.");
  const rows = used.map((row) => [row.endpoint, dollars(row.cost), quantity(row.requests), quantity(row.failedRequests)]);
  const gap = unpricedRequests ? `${plural(unpricedRequests, "request")} came without a price.` : null;
  return el(
    "div",
    { class: "scroll", tabIndex: 0, role: "group", aria: { label: "Cost by endpoint this month" } },
    table(["Endpoint, this month", "Cost", "Requests", "Failed"], rows),
    gap ? el("p", { class: "fine" }, gap) : null,
  );
}

function table(heads, rows) {
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, first), rest.map((cell) => el("td", {}, String(cell)))))),
  );
}
