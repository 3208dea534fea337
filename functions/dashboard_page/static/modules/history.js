// How it went: a ribbon of states per service, and the response time of one of them as a chart.

import { remember } from "./address.js";
import { byId, el, render, svg } from "./elements.js";
import { moment, quantity, uptimeOf } from "./format.js";
import { outagesOf } from "./outages.js";
import { byStatus, tone } from "./status.js";
import { columns, stretches } from "./series.js";

const SPANS = { "24h": 86_400_000, "7d": 604_800_000, "30d": 2_592_000_000 };
const WORDS = { "24h": "last 24 hours", "7d": "last 7 days", "30d": "last 30 days" };

let plot = null;
let chosen = null;
let shown = null;

/** Chooses the service whose response time is drawn; nothing for one that is not there. */
export function choose(service) {
  if (!service || service === chosen) return;
  chosen = service;
  if (shown) {
    offer(Object.keys(shown.services));
    draw();
  }
}

export function showHistory(dashboard) {
  shown = dashboard;
  const names = Object.keys(dashboard.services).sort((one, other) =>
    byStatus(dashboard.services[one].status, dashboard.services[other].status));
  render(byId("ribbons"), names.map((name) => ribbon(name, dashboard)), legend(), outagesOf(dashboard));
  offer(names);
  draw();
}

/** Draws the chart again in the colours and width of the moment. */
export function redraw() {
  if (shown) draw();
}

/** The chart library is only needed below the first screenful, so it comes after it. */
export function loadCharts(then) {
  const load = () => { redraw(); then(); };
  document.head.append(el("script", { src: new URL("./uplot.min.js", import.meta.url), on: { load } }));
}

function offer(names) {
  const select = byId("chart-service");
  if (!names.includes(chosen)) chosen = names[0];
  if ([...select.options].map((option) => option.value).join() !== names.join()) {
    select.replaceChildren(...names.map((name) => el("option", { value: name }, shown.services[name].label)));
    select.onchange = () => {
      chosen = select.value;
      remember({ service: chosen });
      draw();
    };
  }
  select.value = chosen;
}

function ribbon(name, { history, range, timestamp, services, historyStepSeconds }) {
  const span = SPANS[range];
  const begin = Date.parse(timestamp) - span;
  const runs = stretches(history[name] ?? [], historyStepSeconds);
  const rects = runs.map(({ status, from, to }) => {
    const x = Math.max(0, ((from - begin) / span) * 1000);
    const width = Math.max(1.5, Math.min(1000, ((to - begin) / span) * 1000) - x);
    return svg("rect", { x, width, y: 0, height: 20, class: tone(status) }, svg("title", {}, `${status} from ${moment(from)}`));
  });
  const uptime = uptimeOf(services[name]);
  const label = `${services[name].label}, ${WORDS[range]}: ${uptime === "?" ? "uptime not known" : `up ${uptime}`}`;
  return el(
    "div",
    { class: "ribbon" },
    el("span", { class: "ribbon-name" }, services[name].label),
    svg("svg", { viewBox: "0 0 1000 20", preserveAspectRatio: "none", role: "img", "aria-label": label }, ...rects),
    el("span", { class: "ribbon-uptime" }, uptime),
  );
}

function legend() {
  const entries = [["good", "healthy"], ["warn", "warning"], ["bad", "critical or down"], ["none", "not known"]];
  return el("p", { class: "legend fine" }, entries.map(([shade, word]) => el("span", {}, el("span", { class: `swatch ${shade}` }), word)));
}

function draw() {
  const points = shown.history[chosen] ?? [];
  byId("chart-caption").textContent = caption(points);
  plot?.destroy();
  plot = null;
  const box = byId("chart");
  box.hidden = points.length < 2;
  if (box.hidden || typeof uPlot === "undefined") return;
  plot = new uPlot(options(box), columns(points, shown.historyStepSeconds), box);
}

function caption(points) {
  const times = points.map((point) => point.responseTime).filter((value) => value !== null).sort((a, b) => a - b);
  const where = `${shown.services[chosen].label}, ${WORDS[shown.range]}`;
  if (!times.length) return shown.stale ? `${where}: not readable while the database is out of reach.` : `${where}: nothing was measured.`;
  const median = times[Math.floor(times.length / 2)];
  return `${where}: typically ${quantity(median, "ms")}; each point is the mean of ${shown.historyStepSeconds / 60} minutes, the highest of them ${quantity(times.at(-1), "ms")}.`;
}

function options(box) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
  const end = Date.parse(shown.timestamp) / 1000;
  return {
    width: box.clientWidth,
    height: 220,
    legend: { show: box.clientWidth > 500, live: true },
    scales: { x: { range: () => [end - SPANS[shown.range] / 1000, end] }, y: { range: (_, low, high) => [0, (high ?? 1) * 1.15 || 1] }, "%": { range: (_, low, high) => [0, Math.max(5, high ?? 5)] } },
    axes: [
      axis,
      { ...axis, size: 60, values: (_, ticks) => ticks.map((tick) => quantity(tick, "ms")) },
      { ...axis, size: 40, scale: "%", side: 1, grid: { show: false }, values: (_, ticks) => ticks.map((tick) => quantity(tick, "%")) },
    ],
    series: [
      {},
      { label: "Response time, ms", stroke: colour("--accent"), width: 2, fill: colour("--accent-wash"), points: { show: false } },
      { label: "Error rate, %", scale: "%", stroke: colour("--bad"), width: 1.5, dash: [4, 3], points: { show: false } },
    ],
  };
}
