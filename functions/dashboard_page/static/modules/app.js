// Loads the state again and again, and hands it to the parts of the page.

import { acknowledgeAll, allow, canAct, setUp } from "./actions.js";
import { address, onAddress } from "./address.js";
import { tick } from "./ages.js";
import { AlertList, offerAll, showCounts } from "./alerts.js";
import { ApiError, getDashboard } from "./api.js";
import { isAttended, onAttention } from "./attention.js";
import { followBoard, redrawBoard } from "./boards.js";
import { instant, passed, setClock } from "./clock.js";
import { byId } from "./elements.js";
import { received, restored, showFreshness } from "./freshness.js";
import { zoneName } from "./format.js";
import { choose, loadCharts, redraw, showHistory } from "./history.js";
import { showCosts, showMoney } from "./money.js";
import { forgetInsights, loadInsights } from "./insights_page.js";
import { askForNews, forgetChanges, isAnswered, isLive } from "./live.js";
import { announce, say } from "./notices.js";
import { installable } from "./offline.js";
import { essence, MARK_MS, pause, REST_MS, REST_OF_CURVES_MS } from "./pace.js";
import { offerServices, onChoice } from "./past_choice.js";
import { forgetDevices, unsubscribe } from "./push.js";
import { onRange, showRange } from "./range_choice.js";
import { showReach } from "./reach.js";
import { hasNumbers, makeRoom, placeOf } from "./room.js";
import { showServices } from "./services.js";
import * as session from "./session.js";
import { soundFor } from "./sound.js";
import { showSetUp } from "./setup_list.js";
import { listenToSilenceForm } from "./silence_form.js";
import { loadSilences, showSilences } from "./silences.js";
import { ask, onSignIn, welcome } from "./signin.js";
import { forgetStory, loadStory, redrawStory, renewStory, shownAlert } from "./story.js";
import { showUnknowns } from "./unknowns.js";
import { headline, showVerdict, stateOf } from "./verdict.js";
import { keepAwake } from "./waking.js";
import { worstOf } from "./status.js";

let state = null; // {dashboard, tag, receivedAt, at, confirmed}: when the device's clock showed what, and two moments
let range = address().range;
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
  const wait = isAnswered() && !failing ? MARK_MS : slowly();
  if (!document.hidden && session.token()) next = setTimeout(() => refresh(whatIsNew), wait);
}

/** How long to wait for a look that nobody said is needed. */
function slowly() {
  return pause(Date.now() - changedAt, { attended: isAttended() && !failing, curves: !hasNumbers() });
}

/** A look if something changed, if the numbers have become old, or if nobody says. */
async function whatIsNew() {
  const { news, seen } = await askForNews();
  if (!session.token()) return;
  if (news === false && !failing && passed(state.at) < (hasNumbers() ? REST_MS : REST_OF_CURVES_MS)) {
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
  if (!answer) return keep(news);
  const { dashboard } = answer;
  const isNew = essence(dashboard) !== before;
  await take(answer, isNew || news);
  if (isNew) await loadLists(dashboard);
  else if (dashboard.alerts.total <= dashboard.alerts.recent.length) fillOpen(dashboard);
}

/** What a person asked for, or has just changed. */
async function everything() {
  const answer = await getDashboard(range);
  if (!session.token()) return;
  await take(answer);
  changedAt = Date.now();
  await loadLists(answer.dashboard);
}

/** With those that come along, so that nothing below moves when the list is there. */
function fillOpen({ alerts }) {
  open.fill(worstOf(alerts), alerts.total);
  offerAll(open.alerts, acknowledgeAll);
}

async function loadLists(dashboard) {
  if (dashboard.stale) {
    fillOpen(dashboard);
    past.fill([], 0, "Not known while the database is out of reach.");
    return;
  }
  await Promise.all([open.refresh(), past.refresh()]);
  offerAll(open.alerts, acknowledgeAll);
  offerServices(dashboard.services, [...open.alerts, ...past.alerts]);
}

/** The state still holds; what is told of one alert may have grown all the same. */
async function keep(news) {
  failing = false;
  say("");
  state = { ...state, ...received() };
  session.keepState(state);
  showAge();
  await renewStory(news);
}

/** With `news`, or null if nobody says whether there are any. */
async function take({ dashboard, tag }, news = true) {
  const sentence = headline(dashboard);
  if (!state || headline(state.dashboard) !== sentence) announce(sentence);
  if (!state || essence(state.dashboard) !== essence(dashboard)) changedAt = Date.now();
  failing = false;
  say("");
  state = { dashboard, tag, ...received() };
  soundFor(worstOf(dashboard.alerts));
  setClock(dashboard.timestamp);
  session.keepState(state);
  welcome();
  show();
  showReach();
  if (!dashboard.silences) await loadSilences(worstOf(dashboard.alerts), canAct() ? refresh : null);
  if (state) showVerdict(state.dashboard);
  await renewStory(news);
  await Promise.all([loadInsights(), followBoard()]);
}

/** What somebody goes to by a link, or back to. */
async function follow() {
  const wanted = address();
  const moved = wanted.range !== range;
  range = wanted.range;
  if (!state) return;
  showRange(range);
  choose(wanted.service);
  const back = placeOf(shownAlert());
  if (moved) await refresh();
  else await Promise.all([loadStory(), loadInsights(), followBoard()]).catch(trouble);
  if (wanted.page) byId("insights-title")?.focus();
  else if (wanted.alert) byId("alert-title")?.focus();
  else back();
}

function show() {
  const { dashboard } = state;
  allow(dashboard.viewer);
  if (dashboard.silences) showSilences(dashboard, worstOf(dashboard.alerts), canAct() ? refresh : null);
  showVerdict(dashboard);
  showSetUp(dashboard);
  showMoney(dashboard.costs);
  showServices(dashboard);
  showCounts(dashboard.alerts);
  showHistory(dashboard);
  showCosts(dashboard.costs);
  if (open.isNew) fillOpen(dashboard);
  else open.redraw();
  past.redraw();
  redrawStory();
  showUnknowns(dashboard.unknowns);
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
  say(`${error.message}${below} Trying again in ${Math.round(slowly() / 1000)} s.`.replace("; T", "; t"));
  showAge();
}

function showAge() {
  if (state) showFreshness(state, { live: isLive(), failing }, stateOf(state.dashboard), headline(state.dashboard));
}

async function useToken(token, kept) {
  session.keepToken(token, kept);
  try {
    await everything();
    schedule();
    (byId("alert-title") ?? byId("verdict")).focus();
  } catch (error) {
    const refused = [401, 403].includes(error.status);
    if (refused) session.forget();
    // Once the state is shown the token is good: what failed after that is no reason to ask for it again.
    if (state && !refused) return trouble(error);
    throw error.status === 401 ? new Error("That token is not known here. Check for missing characters.") : error;
  }
}

/** Nothing of what was shown stays. */
function leave(why) {
  forgetDevices();
  forgetChanges();
  state = null;
  forgetStory();
  forgetInsights();
  byId("age").textContent = "";
  say("");
  ask(why);
}

function listen() {
  onSignIn(useToken);
  listenToSilenceForm();
  onAddress(follow);
  onChoice((only) => past.choose(only).catch(trouble));
  setUp({ onChange: () => refresh(), onRedraw: () => { if (state) show(); } });
  byId("refresh").addEventListener("click", () => refresh());
  byId("sign-out").addEventListener("click", () => {
    unsubscribe().catch(() => {});
    session.forget();
    leave();
  });
  session.onForgotten(() => leave("You signed out in another tab."));
  onRange((chosen) => {
    range = chosen;
    refresh();
  });
  addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  keepAwake(beat, wake);
  onAttention(() => { if (state && !failing && !isAnswered()) wake(); });
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

async function begin() {
  makeRoom();
  state = restored(session.lastState());
  if (state) { setClock(state.dashboard.timestamp, state.at); welcome(); show(); } else say("Asking the monitor …");
  await refresh();
}

async function start() {
  listen();
  showRange(range);
  choose(address().service);
  byId("zone").textContent = `Times are those of ${zoneName()}.`;
  if (session.token()) await begin();
  else ask();
  loadCharts(redrawBoard);
  installable();
}

start();
