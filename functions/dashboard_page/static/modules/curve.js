// How the number moved that an alert is about, with its limit, and where the alert began and ended.

import { el, svg } from "./elements.js";
import { moment, quantity } from "./format.js";

const [WIDTH, HEIGHT, EDGE] = [600, 160, 6];
const HOLE = 2.5; // steps without a value that make a hole; a check may be late

/** A figure of `curve` for `alert`, or a sentence why there is none. */
export function curveOf(curve, alert) {
  if (!curve) return el("p", { class: "fine" }, "There is no curve: this alert is about no single number, or it can't be read now.");
  if (curve.points.length < 2) return el("p", { class: "fine" }, `${curve.label}: too little was measured for a curve.`);
  const at = scales(curve, alert);
  return el("figure", { class: "curve" }, picture(curve, alert, at), el("figcaption", { class: "fine" }, caption(curve)));
}

function scales({ points, threshold, stepSeconds }, alert) {
  const from = Date.parse(points[0].t);
  const to = Math.max(Date.parse(points.at(-1).t) + stepSeconds * 1000, Date.parse(alert.timestamp));
  const top = Math.max(...points.map((point) => point.value), threshold ?? 0) * 1.1 || 1;
  return {
    x: (moment) => ((Math.min(Math.max(Date.parse(moment), from), to) - from) / (to - from || 1)) * WIDTH,
    y: (value) => HEIGHT - EDGE - (value / top) * (HEIGHT - 2 * EDGE),
  };
}

function picture({ label, unit, threshold, points, stepSeconds }, alert, { x, y }) {
  const end = alert.resolvedAt ? x(alert.resolvedAt) : WIDTH;
  const begin = x(alert.timestamp);
  const said = `${label} from ${moment(points[0].t)} on, between ${quantity(Math.min(...points.map(value)), unit)} and ${quantity(Math.max(...points.map(value)), unit)}`;
  const limit = threshold === null ? [] : [svg("line", { class: "limit", x1: 0, x2: WIDTH, y1: y(threshold), y2: y(threshold) })];
  const lines = runs(points, stepSeconds).map((run) => svg("polyline", { points: run.map((point) => `${x(point.t).toFixed(1)},${y(point.value).toFixed(1)}`).join(" ") }));
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": said },
    svg("rect", { class: "during", x: begin, width: Math.max(2, end - begin), y: 0, height: HEIGHT }),
    ...limit,
    svg("line", { class: "began", x1: begin, x2: begin, y1: 0, y2: HEIGHT }),
    ...lines,
  );
}

function value(point) {
  return point.value;
}

function runs(points, stepSeconds) {
  const found = [];
  let last = null;
  for (const point of points) {
    if (last && Date.parse(point.t) - Date.parse(last.t) <= HOLE * Math.max(stepSeconds, 300) * 1000) found.at(-1).push(point);
    else found.push([point]);
    last = point;
  }
  return found;
}

function caption({ label, unit, threshold, bound, points, stepSeconds }) {
  const worst = bound === "max" ? Math.max(...points.map(value)) : Math.min(...points.map(value));
  const limit = threshold === null ? "" : `; the dashed line is the limit of ${quantity(threshold, unit)}`;
  return `${label}, ${moment(points[0].t)} to ${moment(points.at(-1).t)}: ${bound === "max" ? "at most" : "at least"} ${quantity(worst, unit)}${limit}. Shaded: while the alert was open. Each point is the worst of ${Math.round(stepSeconds / 60)} min.`;
}
