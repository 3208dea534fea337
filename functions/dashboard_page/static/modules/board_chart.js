// One panel's picture: a curve in its band, parts, or bars; the limit, the week before, and what happened meanwhile.

import { aligned, shifted, withHoles } from "./board_series.js";
import { quantity } from "./format.js";

const WEEK = 604_800;
const HUES = ["#4a6cf7", "#e07a1f", "#1f9d7a", "#c2418e", "#8a6d1f", "#7a52c7", "#2b8fb8", "#b5473c"];

/** Draws `answer` into `box`; `onZoom(from, to)` is called with Unix seconds once somebody has dragged over a span. */
export function chart(box, answer, kind, onZoom) {
  const colour = colours();
  const made = answer.series.length > 1 || answer.group ? parts(answer, kind, colour) : answer.isSum ? sums(answer, kind, colour) : band(answer, colour);
  const unit = (value) => (value === null ? "–" : quantity(value, answer.unit === "B" ? "" : answer.unit));
  const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
  return new uPlot(
    {
      width: box.clientWidth,
      height: 200,
      legend: { show: true, live: matchMedia("(hover: hover)").matches }, // its values follow a pointer
      cursor: { drag: { x: true, y: false, setScale: false }, bind: { dblclick: () => null } },
      scales: { x: { range: () => [Date.parse(answer.since) / 1000, Date.parse(answer.until) / 1000] }, y: { range: (_, low, high) => span(low, high, answer.threshold) } },
      axes: [axis, { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => short(tick, answer.unit)) }],
      series: [{}, ...made.series.map((each) => ({ points: { show: false }, value: (_, value) => unit(value ?? null), ...each }))],
      bands: made.bands,
      hooks: {
        drawAxes: [(plot) => shade(plot, answer.marks, colour)],
        draw: [(plot) => { limit(plot, answer.threshold, colour); flags(plot, answer.marks, colour); }],
        setSelect: [(plot) => { if (plot.select.width > 8) onZoom(plot.posToVal(plot.select.left, "x"), plot.posToVal(plot.select.left + plot.select.width, "x")); }],
      },
    },
    made.data,
    box,
  );
}

function band(answer, colour) {
  const [one] = answer.series;
  const { times, rows } = withHoles(one, answer.stepSeconds, ["low", "median", "p95", "high"]);
  const before = answer.before[0];
  const series = [
    { label: "Highest", stroke: colour("--edge"), width: 1 },
    { label: "95 %", stroke: colour("--accent"), width: 1, dash: [2, 3] },
    { label: "Median", stroke: colour("--accent"), width: 2, points: { show: one.t.length < 2 } },
    { label: "Least", stroke: colour("--edge"), width: 1 },
  ];
  const data = [times, rows.high, rows.p95, rows.median, rows.low];
  const bands = [{ series: [1, 4], fill: colour("--band") }];
  if (!before) return { series, data, bands };
  const ghost = { label: "Week before", stroke: colour("--muted"), width: 1.5, dash: [5, 4] };
  return { series: [...series, ghost], data: [...data, shifted(before, times, answer.stepSeconds, WEEK)], bands };
}

function sums(answer, kind, colour) {
  const [one] = answer.series;
  const { times, rows } = withHoles(one, answer.stepSeconds, ["median"]);
  const bars = kind === "bars" ? { paths: uPlot.paths.bars({ size: [0.8, 60], align: 1 }), fill: colour("--accent"), width: 0 } : { width: 2 };
  const series = [{ label: answer.label, stroke: colour("--accent"), ...bars }];
  const before = answer.before[0];
  if (!before) return { series, data: [times, rows.median] };
  const ghost = { label: "Week before", stroke: colour("--muted"), width: 1.5, dash: [5, 4], points: { show: true, size: 4 } };
  return { series: [...series, ghost], data: [times, rows.median, shifted(before, times, answer.stepSeconds, WEEK)] };
}

/** Parts as lines; as bars they stand on each other, so that the top is the whole. */
function parts(answer, kind, _colour) {
  const { times, rows } = aligned(answer.series, answer.stepSeconds);
  const names = answer.series.map(({ part }) => part || answer.label);
  if (kind !== "bars") return { series: names.map((label, index) => ({ label, stroke: HUES[index % HUES.length], width: 2 })), data: [times, ...rows] };
  const tops = rows.map((_, index) => times.map((_, at) => rows.slice(index).reduce((sum, row) => sum + (row[at] ?? 0), 0)));
  return {
    series: names.map((label, index) => ({
      label,
      stroke: HUES[index % HUES.length],
      fill: HUES[index % HUES.length],
      width: 0,
      paths: uPlot.paths.bars({ size: [0.8, 60], align: 1 }),
      value: (_, __, ___, at) => (at === null ? "–" : quantity(rows[index][at] ?? 0, answer.unit)),
    })),
    data: [times, ...tops],
  };
}

/** Whether a limit is drawn: beside one that is far above all that was seen, the curve would be a line at the bottom. */
export function isNear(threshold, high) {
  return threshold !== null && high !== null && threshold < high * 3;
}

function span(low, high, threshold) {
  const near = isNear(threshold, high) ? threshold : 0;
  return [Math.min(0, low ?? 0), Math.max(high ?? 1, near) * 1.12 || 1];
}

/** The times of alerts and silences, behind the curve. */
function shade(plot, marks, colour) {
  for (const { kind, at, until } of marks) {
    if (kind === "deployment") continue;
    const [from, to] = [place(plot, at), until ? place(plot, until) : plot.bbox.left + plot.bbox.width];
    plot.ctx.fillStyle = colour(kind === "alert" ? "--bad-wash" : "--unknown-wash");
    plot.ctx.fillRect(from, plot.bbox.top, Math.max(2, to - from), plot.bbox.height);
  }
}

function flags(plot, marks, colour) {
  for (const { kind, at } of marks) {
    plot.ctx.save();
    plot.ctx.strokeStyle = colour({ alert: "--bad", silence: "--unknown", deployment: "--good" }[kind]);
    plot.ctx.setLineDash(kind === "deployment" ? [4, 4] : []);
    line(plot, [place(plot, at), plot.bbox.top], [place(plot, at), plot.bbox.top + plot.bbox.height]);
    plot.ctx.restore();
  }
}

function limit(plot, threshold, colour) {
  if (threshold === null) return;
  const y = plot.valToPos(threshold, "y", true);
  if (y < plot.bbox.top) return;
  plot.ctx.save();
  plot.ctx.strokeStyle = colour("--bad");
  plot.ctx.setLineDash([6, 4]);
  line(plot, [plot.bbox.left, y], [plot.bbox.left + plot.bbox.width, y]);
  plot.ctx.restore();
}

function line({ ctx }, from, to) {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}

/** Where a moment lies, within the picture. */
function place(plot, iso) {
  const { left, width } = plot.bbox;
  return Math.min(left + width, Math.max(left, plot.valToPos(Date.parse(iso) / 1000, "x", true)));
}

const BIG = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e4, "k"]];

/** A number with its unit that fits beside a chart. */
function short(value, unit) {
  if (unit === "ms" || unit === "USD") return quantity(value, unit);
  const [size, letter] = BIG.find(([each]) => Math.abs(value) >= each) ?? [1, ""];
  const shown = `${Number((value / (letter === "k" ? 1e3 : size)).toPrecision(3))}`;
  return unit === "%" ? `${shown}%` : `${shown}${letter || unit ? " " : ""}${letter}${unit}`;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}
