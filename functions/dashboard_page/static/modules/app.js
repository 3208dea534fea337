// Loads the state again and again, and hands it to the parts of the page.

import { acknowledgeAll, allow, canAct, setUp } from "./actions.js";
import { address, onAddress, remember } from "./address.js";
import { tick } from "./ages.js";
import { showAlert, showInstead } from "./alert_page.js";
import { AlertList, offerAll, showCounts } from "./alerts.js";
import { ApiError, getAlert, getDashboard, listSilences, nextSteps } from "./api.js";
import { followBoard, redrawBoard } from "./boards.js";
import { instant, passed, setClock } from "./clock.js";
import { byId, el, render } from "./elements.js";
import { received, restored, showFreshness } from "./freshness.js";
import { zoneName } from "./format.js";
import { choose, loadCharts, redraw, showHistory } from "./history.js";
import { showCosts, showMoney } from "./money.js";
import { loadInsights } from "./insights_page.js";
import { askForNews, forgetChanges, isAnswered, isLive } from "./live.js";
import { announce, say } from "./notices.js";
import { installable } from "./offline.js";
import { essence, MARK_MS, pause, REST_MS } from "./pace.js";
import { forgetDevices, unsubscribe } from "./push.js";
import { showReach } from "./reach.js";
import { showServices } from "./services.js";
import * as session from "./session.js";
import { soundFor } from "./sound.js";
import { showSetUp } from "./setup_list.js";
import { listenToSilenceForm } from "./silence_form.js";
import { doubtSilences, showSilences } from "./silences.js";
import { ask, onSignIn, welcome } from "./signin.js";
import { headline, showVerdict, stateOf } from "./verdict.js";
import { keepAwake } from "./waking.js";
import { worstOf } from "./status.js";

let state = null; // {dashboard, tag, receivedAt, at, confirmed}: when the device's clock showed what, and two moments
let steps = {};
let range = address().range;
let story = null; // of the alert whose page is shown
let running = null;
let next = null; // the timer of the next look
let changedAt = Date.now();
let failing = false;

const open = new AlertList({ list: "open-alerts", more: "more-alerts", resolved: "false", empty: "No open alert." });
const past = new AlertList({ list: "past-alerts", more: "more-past", resolved: "true", empty: "No alert has been resolved yet." });

/** One refresh at a time; a call during another waits for that one and then starts its own. */
async function refresh(how = everything) {
  while (running) await running.catch(() => {});
  clearTimeout(next);
  running = how();
  try {
    await running;
  } catch (error) {
    trouble(error);
  } finally {
    running = null;
    schedule();
  }
}

/** Nobody looks at a hidden page; it is up to date again once it is seen. */
function schedule() {
  clearTimeout(next);
  const wait = isAnswered() && !failing ? MARK_MS : pause(Date.now() - changedAt);
  if (!document.hidden && session.token()) next = setTimeout(() => refresh(whatIsNew), wait);
}

/** A look if something changed, if the numbers have become old, or if nobody says. */
async function whatIsNew() {
  const { news, seen } = await askForNews();
  if (!session.token()) return;
  if (news === false && !failing && passed(state.at) < REST_MS) {
    state.confirmed = instant();
    return showAge();
  }
  await whatChanged(news);
  seen();
}

/** One call, and the lists only if something in them changed; with `news` no answer of before can still hold. */
async function whatChanged(news = null) {
  const known = state?.dashboard.range === range ? state : null;
  const before = known && essence(known.dashboard);
  const answer = await getDashboard(range, news ? null : known?.tag);
  if (!session.token()) return; // signed out meanwhile
  if (!answer) return keep();
  const { dashboard } = answer;
  await take(answer);
  if (essence(dashboard) !== before) await loadLists(dashboard);
  else if (dashboard.alerts.total <= dashboard.alerts.recent.length) open.fill(worstOf(dashboard.alerts), dashboard.alerts.total);
}

/** What a person asked for, or has just changed. */
async function everything() {
  const answer = await getDashboard(range);
  if (!session.token()) return;
  await take(answer);
  changedAt = Date.now();
  await loadLists(answer.dashboard);
}

async function loadLists(dashboard) {
  if (dashboard.stale) {
    open.fill(worstOf(dashboard.alerts), dashboard.alerts.total);
    offerAll(open.alerts, acknowledgeAll);
    past.fill([], 0, "Not known while the database is out of reach.");
    return;
  }
  await Promise.all([open.refresh(), past.refresh()]);
  offerAll(open.alerts, acknowledgeAll);
}

/** They are kept apart from the database, so an outage of one says nothing about the other. */
async function loadSilences(dashboard) {
  try {
    showSilences(dashboard.silences ? dashboard : await listSilences(), worstOf(dashboard.alerts), canAct() ? () => refresh() : null);
  } catch (error) {
    doubtSilences(error.message);
  }
}

/** The state still holds. */
function keep() {
  failing = false;
  say("");
  state = { ...state, ...received() };
  session.keepState(state);
  showAge();
}

async function take({ dashboard, tag }) {
  const sentence = headline(dashboard);
  if (!state || headline(state.dashboard) !== sentence) announce(sentence);
  if (!state || essence(state.dashboard) !== essence(dashboard)) changedAt = Date.now();
  failing = false;
  say("");
  state = { dashboard, tag, ...received() };
  soundFor(worstOf(dashboard.alerts));
  setClock(dashboard.timestamp);
  allow(dashboard.viewer);
  session.keepState(state);
  welcome();
  show();
  showReach();
  await loadSilences(dashboard);
  if (state) showVerdict(state.dashboard, steps);
  await loadStory();
  await Promise.all([loadInsights(), followBoard()]);
}

/** The alert that the address names, on its page; else the page of all. */
async function loadStory() {
  const { alert: id } = address();
  document.body.classList.toggle("one-alert", Boolean(id));
  byId("alert-page").hidden = !id;
  if (!id) return void (story = null);
  if (story?.alert.id !== id) showInstead("Asking for the alert …");
  try {
    const found = await getAlert(id);
    if (address().alert !== id) return;
    story = found;
    showAlert(story);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) throw error;
    if (story?.alert.id !== id) showInstead(error.message);
  }
}

/** What somebody goes to by a link, or back to. */
async function follow() {
  const wanted = address();
  const moved = wanted.range !== range;
  range = wanted.range;
  if (!state) return;
  showRange();
  choose(wanted.service);
  const before = story?.alert.id ?? null;
  if (moved) await refresh();
  else await Promise.all([loadStory(), loadInsights(), followBoard()]).catch(trouble);
  if (wanted.page) byId("insights-title")?.focus();
  else if (wanted.alert) byId("alert-title")?.focus();
  else if (before) byId("dashboard").focus();
  scrollTo(0, 0);
}

function showRange() {
  const radio = document.querySelector(`input[name="range"][value="${range}"]`);
  if (radio) radio.checked = true;
}

function show() {
  const { dashboard } = state;
  showVerdict(dashboard, steps);
  showSetUp(dashboard);
  showMoney(dashboard.costs);
  showServices(dashboard);
  showCounts(dashboard.alerts);
  showHistory(dashboard);
  showCosts(dashboard.costs);
  open.redraw();
  past.redraw();
  if (story) showAlert(story);
  const gaps = dashboard.unknowns.length ? dashboard.unknowns : ["Nothing that it should know."];
  render(byId("unknowns"), gaps.map((gap) => el("li", {}, gap)));
  showAge();
}

function trouble(error) {
  if (error instanceof ApiError && [401, 403].includes(error.status)) {
    session.forget();
    say("");
    ask(error.status === 401 ? "That token is not known here." : error.message);
    return;
  }
  if (!failing) changedAt = Date.now(); // soon again at first
  failing = true;
  const below = state ? " Below is the last known state;" : "";
  say(`${error.message}${below} Trying again in ${Math.round(pause(Date.now() - changedAt) / 1000)} s.`.replace("; T", "; t"));
  showAge();
}

function showAge() {
  if (state) showFreshness(state, isLive(), stateOf(state.dashboard), headline(state.dashboard));
}

async function useToken(token, kept) {
  session.keepToken(token, kept);
  try {
    await everything();
    schedule();
  } catch (error) {
    const refused = [401, 403].includes(error.status);
    if (refused) session.forget();
    // Once the state is shown the token is good: what failed after that is no reason to ask for it again.
    if (state && !refused) return trouble(error);
    throw error.status === 401 ? new Error("That token is not known here. Check for missing characters.") : error;
  }
}

function listen() {
  onSignIn(useToken);
  listenToSilenceForm();
  onAddress(follow);
  setUp({ onChange: () => refresh(), onRedraw: () => { if (state) show(); } });
  byId("refresh").addEventListener("click", () => refresh());
  byId("sign-out").addEventListener("click", () => {
    unsubscribe().catch(() => {});
    session.forget();
    forgetDevices();
    forgetChanges();
    state = story = null;
    byId("age").textContent = "";
    say("");
    ask();
  });
  byId("ranges").addEventListener("change", (event) => {
    range = event.target.value;
    remember({ range });
    refresh();
  });
  addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  keepAwake(beat, wake);
}

function beat() {
  tick();
  showAge();
}

/** First how old what is shown is, then what is new. */
function wake() {
  beat();
  if (document.hidden || !session.token()) schedule();
  else refresh(whatIsNew);
}

async function start() {
  listen();
  showRange();
  choose(address().service);
  byId("zone").textContent = `Times are those of ${zoneName()}.`;
  nextSteps().then((found) => { steps = found; if (state) show(); }, () => {});
  if (!session.token()) {
    ask();
  } else {
    state = restored(session.lastState());
    if (state) { setClock(state.dashboard.timestamp, state.at); welcome(); show(); } else say("Asking the monitor …");
    await refresh();
  }
  loadCharts(redrawBoard);
  installable();
}

start();
