// One panel of a dashboard: asked for once somebody sees it, drawn, told in words, and zoomed by drag and by keys.

import { linkTo } from "./address.js";
import { getSeries } from "./api.js";
import { chart, isNear } from "./board_chart.js";
import { asCsv } from "./board_series.js";
import { el } from "./elements.js";
import { moment, quantity } from "./format.js";

const KEYS = { "+": "in", "=": "in", "-": "out", ArrowLeft: "back", ArrowRight: "on", 0: "reset", Escape: "reset" };
const KINDS = { alert: "Alert", silence: "Silence", deployment: "Deployment" };
const BYTES = [[1e12, "TB"], [1e9, "GB"], [1e6, "MB"], [1e3, "kB"]];

/** {element, load(view), redraw(), isSeen()} for `panel`; `zoom(from, to)` changes what all panels show, `move(key)` as keys do. */
export function boardPanel(panel, serviceLabel, { zoom, move }) {
  const title = `${panel.label}${panel.group ? ` by ${panel.group}` : ""}`;
  const box = el("div", { class: "board-chart", hidden: panel.kind === "number", tabIndex: 0, role: "img", aria: { label: title } });
  const caption = el("figcaption", { class: "fine" }, "Loading …");
  const reading = el("p", { class: "board-number", hidden: panel.kind !== "number" });
  const more = el("div", { class: "board-more" });
  const element = el("section", { class: `panel board-panel ${panel.kind}` }, el("h3", {}, title, el("span", { class: "fine" }, ` ${serviceLabel}`)), reading, el("figure", {}, box, caption), more);
  let [plot, answer, wanted, isSeen] = [null, null, null, false];

  box.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(KEYS[event.key]);
  });
  box.addEventListener("dblclick", () => move("reset"));
  new IntersectionObserver((entries) => {
    isSeen = entries.at(-1).isIntersecting;
    if (isSeen && wanted) ask();
  }, { rootMargin: "200px" }).observe(element);

  async function ask() {
    const view = wanted;
    wanted = null;
    try {
      answer = await getSeries({ service: panel.service, metric: panel.metric, group: panel.group, per: panel.kind === "bars" ? view.bars : "step", ...view.query });
      show();
    } catch (error) {
      if (!answer) box.hidden = true; // what was drawn before stays
      caption.textContent = `Not readable now: ${error.message}`;
    }
  }

  function show() {
    const isEmpty = !answer.series.length;
    caption.textContent = said(answer, panel.kind);
    box.setAttribute("aria-label", `${title}: ${caption.textContent}`);
    box.hidden = isEmpty || panel.kind === "number";
    reading.textContent = isEmpty ? "?" : withUnit(answer.series[0].median.at(-1), answer.unit);
    more.replaceChildren(...(isEmpty ? [] : details(answer, title)));
    draw();
  }

  function draw() {
    plot?.destroy();
    plot = null;
    if (answer && !box.hidden && box.clientWidth && typeof uPlot !== "undefined") plot = chart(box, answer, panel.kind, zoom);
  }

  return {
    element,
    load(view) {
      wanted = view;
      if (isSeen) ask();
    },
    redraw: draw,
    isSeen: () => isSeen,
  };
}

/** What the picture shows, in a sentence; a number has none to speak of. */
export function said({ series, unit, coverage, stepSeconds, isSum, threshold, bound, since }, kind) {
  if (!series.length) return "Nothing was measured in this time.";
  const covered = coverage === null || coverage >= 99 ? "" : ` ${coverage} % of this time is known.`;
  const drawn = kind !== "number" && isNear(threshold, Math.max(...series.flatMap(({ median, high }) => [...median, ...high])));
  const limit = threshold === null ? "" : ` The ${drawn ? "dashed line is the limit of" : "limit is"} ${withUnit(threshold, unit)}${bound === "min" ? " from below" : ""}.`;
  const steps = stepSeconds >= 86_400 ? "a day" : stepSeconds >= 3600 ? `${+(stepSeconds / 3600).toFixed(1)} h` : `${stepSeconds / 60} min`;
  if (series.length > 1) return `From ${moment(since)}: ${series.length} parts, the largest first; each point is of ${steps}.${covered}`;
  const [{ low, median, high }] = series;
  const middle = [...median].filter((value) => value !== null).sort((one, other) => one - other);
  if (isSum) return `From ${moment(since)}: at most ${withUnit(middle.at(-1), unit)} in ${steps}.${limit}`;
  return `From ${moment(since)}: typically ${withUnit(middle[Math.floor(middle.length / 2)], unit)}, between ${withUnit(Math.min(...low), unit)} and ${withUnit(Math.max(...high), unit)}${kind === "number" ? "" : `; each point is of ${steps}, the band from its least to its highest`}.${limit}${covered}`;
}

function withUnit(value, unit) {
  if (unit !== "B" || value === null || value === undefined) return quantity(value, unit);
  const [size, name] = BYTES.find(([each]) => Math.abs(value) >= each) ?? [1, "B"];
  return `${Number((value / size).toPrecision(3))} ${name}`;
}

function details(answer, title) {
  const save = () => {
    const link = el("a", { href: URL.createObjectURL(new Blob([asCsv(answer)], { type: "text/csv" })), download: `${answer.service}-${answer.metric}${answer.group ? `-${answer.group}` : ""}.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  };
  const marks = answer.marks.map((mark) => el("li", {}, `${KINDS[mark.kind]}, ${moment(mark.at)}: `, mark.alertId ? el("a", { href: linkTo({ alert: mark.alertId, board: null }) }, mark.label) : mark.label));
  return [
    el("button", { type: "button", class: "slight", aria: { label: `Download ${title} as CSV` }, on: { click: save } }, "CSV"),
    ...(marks.length ? [el("details", {}, el("summary", {}, `What happened meanwhile (${marks.length})`), el("ul", {}, marks))] : []),
  ];
}
