// Making and changing a dashboard: its title, its time, and its panels, each chosen from what checks read.

import { removeBoard, saveBoard } from "./api.js";
import { el } from "./elements.js";

const RANGES = { "24h": "24 hours", "7d": "7 days", "30d": "30 days", "90d": "90 days" };
const KINDS = { line: "Curve", bars: "Bars", number: "Number" };
const LONGEST_NAME = 40;

/** A form for `board`; `done(name)` is called once it is kept or removed; `labels` names services. */
export function boardForm(board, metrics, labels, done) {
  const title = el("input", { value: board.title, maxLength: 80, required: true, id: "board-title" });
  const range = select(RANGES, board.range, "Time");
  const rows = el("ol", { class: "board-rows" });
  const outcome = el("p", { role: "status", class: "fine" });
  const add = (panel) => rows.append(row(panel, metrics, labels, rows));
  board.panels.forEach(add);
  const body = () => ({ title: title.value.trim(), range: range.value, panels: [...rows.children].map((each) => each.panel()) });
  const attempt = async (what) => {
    outcome.textContent = "Saving …";
    try {
      done(await what());
    } catch (error) {
      outcome.textContent = `Could not do that: ${error.message}`;
    }
  };
  const keep = (name) => attempt(async () => (await saveBoard(name, body())).dashboard.name);
  const button = (label, click, classes = "") => el("button", { type: "button", class: classes, on: { click } }, label);
  return el(
    "details",
    { class: "panel board-form" },
    el("summary", {}, "Change this dashboard"),
    el("label", { htmlFor: "board-title" }, "Title"), title,
    el("label", {}, "Time ", range),
    rows,
    button("Add a panel", () => add({ service: Object.keys(metrics)[0], metric: "responseTime", kind: "line", group: "" })),
    el("div", { class: "actions" },
      board.origin === "service" ? null : button("Save", () => keep(board.name), "primary"),
      button("Save as a new one", () => keep(nameOf(title.value))),
      board.origin === "own" ? button("Remove mine", () => attempt(async () => (await removeBoard(board.name)).dashboard?.name ?? "owner")) : null),
    outcome,
  );
}

/** "Our costs, 2026" is our-costs-2026. */
export function nameOf(title) {
  const plain = title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+/, "").slice(0, LONGEST_NAME).replace(/-+$/, "");
  return plain || `mine-${Date.now().toString(36)}`;
}

function row(panel, metrics, labels, rows) {
  const service = select(Object.fromEntries(Object.keys(metrics).map((name) => [name, labels(name)])), panel.service, "Service");
  const metric = select({}, "", "Number");
  const kind = select(KINDS, panel.kind, "Drawn as");
  const group = select({}, "", "Split by");
  const button = (label, glyph, click) => el("button", { type: "button", aria: { label }, title: label, on: { click } }, glyph);
  const item = el("li", {}, service, metric, kind, group,
    button("Move up", "↑", () => item.previousElementSibling?.before(item)),
    button("Leave out", "✕", () => { if (rows.children.length > 1) item.remove(); }));
  const known = () => metrics[service.value] ?? [];
  const offerGroups = (chosen) => {
    const found = known().find(({ name }) => name === metric.value);
    fill(group, { ...(found?.onlyGrouped ? {} : { "": "not split" }), ...Object.fromEntries((found?.groups ?? []).map((each) => [each, `by ${each}`])) }, chosen);
  };
  const offerMetrics = (chosen) => fill(metric, Object.fromEntries(known().map(({ name, label, unit }) => [name, unit ? `${label}, ${unit}` : label])), chosen);
  service.onchange = () => { offerMetrics(); offerGroups(""); };
  metric.onchange = () => offerGroups("");
  offerMetrics(panel.metric);
  offerGroups(panel.group);
  item.panel = () => ({ service: service.value, metric: metric.value, kind: kind.value, group: group.value });
  return item;
}

function select(options, chosen, label) {
  const made = el("select", { aria: { label } });
  fill(made, options, chosen);
  return made;
}

function fill(made, options, chosen) {
  made.replaceChildren(...Object.entries(options).map(([value, text]) => el("option", { value }, text)));
  made.value = chosen in options ? chosen : Object.keys(options)[0];
}
