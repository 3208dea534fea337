// What can be done about an alert, and doing it: once for a double tap, with the outcome at the tap.

import { addNote, changeAlert, silence } from "./api.js";
import { el } from "./elements.js";
import { capital } from "./format.js";
import { isBusy, note, outcomeOf, toast } from "./outcomes.js";
import { askForSilence } from "./silence_form.js";
import { silenceOf } from "./silences.js";

const DOING = { acknowledge: "Acknowledging …", resolve: "Resolving …", reopen: "Reopening …", silence: "Silencing …", note: "Writing it down …" };
const LABELS = { acknowledge: "Acknowledge", resolve: "Resolve", reopen: "Reopen", silence: "Silence …" };
const HINT = " Use “Sign out”, then sign in with an admin token.";

let changed = async () => {};
let redrawn = () => {};
let mayAct = true;

/** `onChange` loads the state anew, `onRedraw` draws what is known again. */
export function setUp({ onChange, onRedraw }) {
  changed = onChange;
  redrawn = onRedraw;
}

/** With a token that may only look there are no buttons. */
export function allow(viewer) {
  mayAct = !viewer || viewer.scope === "admin";
}

export function canAct() {
  return mayAct;
}

/** The buttons for `alert` in the order of how often they are wanted, and what became of the last tap. */
export function actionsFor(alert, primary = null) {
  if (!mayAct) return outcomeOf(alert.id);
  const offered = alert.resolved ? ["reopen"] : [alert.status === "open" && "acknowledge", "resolve", !silenceOf(alert) && "silence"].filter(Boolean);
  return el(
    "div",
    { class: "actions", data: { key: `actions-${alert.id}` } },
    offered.map((action) => actionButton(alert, action, { label: LABELS[action], primary: action === primary })),
    outcomeOf(alert.id),
  );
}

/** One button; `place` tells it from another one for the same. While it is busy it keeps the focus, so that keys keep their place. */
export function actionButton(alert, action, { label = LABELS[action], primary = false, place = "" } = {}) {
  return el(
    "button",
    {
      type: "button",
      class: primary ? "primary" : "",
      data: { key: `${place}${action}-${alert.id}` },
      aria: { disabled: isBusy(alert.id), label: place ? label : `${capital(action)}: ${alert.message}` },
      on: { click: () => act(alert, action) },
    },
    label,
  );
}

/** Does it; a silence is asked about first. */
export function act(alert, action) {
  if (isBusy(alert.id)) return false;
  if (action === "silence") return askForSilence(alert, (wanted) => carryOut(alert, action, () => silence(wanted)));
  return carryOut(alert, action, () => changeAlert(alert.id, action));
}

/** Writes a note on an alert; true if it was taken. */
export function writeNote(alert, text) {
  return carryOut(alert, "note", () => addNote(alert.id, text));
}

/** Acknowledges every one of `alerts` that nobody has taken on, one after the other. */
export async function acknowledgeAll(alerts) {
  for (const alert of alerts.filter((each) => each.status === "open")) await carryOut(alert, "acknowledge", () => changeAlert(alert.id, "acknowledge"), false);
  await changed();
}

async function carryOut(alert, action, call, refresh = true) {
  if (isBusy(alert.id)) return false;
  note(alert.id, { text: DOING[action], busy: true });
  redrawn();
  try {
    const { message } = await call();
    note(alert.id, null);
    if (refresh) await changed();
    tell(alert, action, message);
    return true;
  } catch (error) {
    const text = `Could not ${action === "note" ? "write it down" : action}: ${error.message}${error.status === 403 ? HINT : ""}`;
    note(alert.id, { text, failed: true });
    toast(`${text} (${alert.message})`, { failed: true });
    return false;
  } finally {
    redrawn();
  }
}

function tell(alert, action, message) {
  if (action === "resolve") toast(`Resolved: ${alert.message}`, { undo: () => act(alert, "reopen") });
  else toast(action === "silence" ? message : `${message.replace(" successfully", "")}: ${alert.message}`);
}
