// Dashboards: which one the address names, its panels, and the time that all of them show.

import { canAct } from "./actions.js";
import { age } from "./ages.js";
import { address, linkTo, remember } from "./address.js";
import { listBoards } from "./api.js";
import { boardForm } from "./board_form.js";
import { boardPanel } from "./board_panel.js";
import { now } from "./clock.js";
import { byId, el } from "./elements.js";
import { moment } from "./format.js";
import { renewal } from "./pace.js";

const SECONDS = { "24h": 86_400, "7d": 604_800, "30d": 2_592_000, "90d": 7_776_000 };
const WORDS = { "24h": "24 hours", "7d": "7 days", "30d": "30 days", "90d": "90 days" };
const [SHORTEST, LONGEST] = [1_800, 91 * 86_400];
const MINUTE_MS = 60_000;

let known = null; // the answer of GET /dashboards
let shown = null; // {name, panels}
let renewed = null;
let drawn = { address: null, at: 0 };

addEventListener("resize", redrawBoard);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawBoard);

/** Shows the dashboard that the address names; none if it names none. */
export async function followBoard() {
  const { board: name, alert, page } = address();
  const isShown = Boolean(name) && !alert && !page;
  clearInterval(renewed);
  if (!isShown) return void (shown = null);
  if (!known || shown?.name !== name) {
    byId("board-page").replaceChildren(back(), el("p", { class: "panel" }, "Asking for the dashboard …"));
    try {
      known = await listBoards();
    } catch (error) {
      return void byId("board-page").replaceChildren(back(), el("p", { class: "panel error" }, error.message));
    }
    if (address().board !== name) return;
    build(name);
  }
  if (location.hash !== drawn.address || isOld()) show();
  renewed = setInterval(() => { if (!document.hidden && isOld()) load(); }, MINUTE_MS);
}

/** In the colours and the width of the moment. */
export function redrawBoard() {
  shown?.panels.forEach((panel) => panel.redraw());
}

function build(name) {
  const board = known.dashboards.find((each) => each.name === name);
  if (!board) return void byId("board-page").replaceChildren(back(), choice(name), el("p", { class: "panel" }, "There is no such dashboard (any more)."));
  const panels = board.panels.map((panel) => boardPanel(panel, labelOf(panel.service), { zoom, move }));
  shown = { name, board, panels };
  drawn = { address: null, at: 0 };
  const saved = async (changed) => {
    known = null;
    shown = null;
    if (changed === address().board) await followBoard();
    else location.hash = linkTo({ board: changed, span: null });
  };
  byId("board-page").replaceChildren(
    back(),
    el("div", { class: "panel-head" }, el("h2", { id: "board-name", tabIndex: -1 }, board.title), choice(name)),
    controls(),
    ...known.problems.map((problem) => el("p", { class: "notice" }, problem)),
    el("div", { class: "board-panels" }, panels.map((panel) => panel.element)),
    ...(canAct() ? [boardForm(board, known.metrics, labelOf, saved)] : []),
  );
}

function labelOf(service) {
  return known.dashboards.find(({ name }) => name === `service-${service}`)?.title ?? service;
}

function back() {
  return el("p", { class: "back" }, el("a", { href: linkTo({ board: null, span: null, from: null, to: null, compare: null }) }, "‹ All services and alerts"));
}

function choice(name) {
  const select = el("select", { aria: { label: "Dashboard" } }, known.dashboards.map((each) => el("option", { value: each.name }, each.origin === "own" ? `${each.title} (own)` : each.title)));
  select.value = name;
  select.onchange = () => { location.hash = linkTo({ board: select.value, span: null }); };
  return select;
}

function controls() {
  const radios = Object.keys(SECONDS).map((span) => el("label", {}, el("input", { type: "radio", name: "span", value: span, on: { change: () => go({ span, from: null, to: null }) } }), el("span", {}, WORDS[span])));
  const compare = el("input", { type: "checkbox", id: "compare", on: { change: () => go({ compare: compare.checked ? "week" : null }) } });
  return el(
    "div",
    { class: "board-controls" },
    el("fieldset", { class: "segments" }, el("legend", { class: "visually-hidden" }, "Time"), radios),
    el("label", { class: "check" }, compare, " Compare with the week before"),
    el("span", { id: "board-age", class: "fine" }, "Curves of now"),
    el("span", { id: "zoomed", class: "fine" }),
    el("button", { type: "button", id: "unzoom", hidden: true, on: { click: () => move("reset") } }, "Reset zoom"),
    el("p", { class: "fine" }, "Drag over a chart to zoom; with keys: + and − zoom, ← and → move, 0 resets."),
  );
}

function go(changes) {
  remember(changes);
  show();
}

/** What the address says, on the controls and in the panels. */
function show() {
  if (!shown) return;
  const { from, to, compare } = address();
  for (const radio of document.querySelectorAll('#board-page input[name="span"]')) radio.checked = !from && radio.value === span();
  byId("compare").checked = compare === "week";
  byId("unzoom").hidden = !from;
  byId("zoomed").textContent = from ? `${moment(iso(from))} to ${moment(iso(to))}` : "";
  load();
}

function load() {
  byId("board-age").replaceChildren("Curves of ", age(iso(now() / 1000)));
  drawn = { address: location.hash, at: Date.now() };
  const { from, to, compare } = address();
  const time = from ? { since: iso(from), until: iso(to) } : { range: span() };
  const bars = (from ? to - from : SECONDS[span()]) > 2 * 86_400 ? "day" : "hour";
  shown.panels.forEach((panel) => panel.load({ query: { ...time, ...(compare ? { compare } : {}) }, bars }));
}

/** Whether there is something new to draw; a time that somebody chose stays as it is. */
function isOld() {
  const inSight = shown.panels.filter((panel) => panel.isSeen()).length;
  return !address().from && Date.now() - drawn.at >= renewal(span(), inSight);
}

function span() {
  return address().span ?? shown.board.range;
}

function zoom(from, to) {
  const middle = (from + to) / 2;
  const half = Math.min(LONGEST, Math.max(SHORTEST, to - from)) / 2;
  go({ from: Math.round(middle - half), to: Math.round(middle + half) });
}

/** As keys do: "in", "out", "back", "on" or "reset". */
function move(how) {
  if (how === "reset") return go({ from: null, to: null });
  const { from, to } = address();
  const end = from ? to : Math.round(now() / 1000);
  const begin = from ?? end - SECONDS[span()];
  const length = end - begin;
  const [left, right] = { in: [length / 4, -length / 4], out: [-length / 2, length / 2], back: [-length / 4, -length / 4], on: [length / 4, length / 4] }[how];
  zoom(begin + left, end + right);
}

function iso(seconds) {
  return new Date(seconds * 1000).toISOString();
}
