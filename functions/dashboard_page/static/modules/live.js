// Whether anything changed since the last look: a question that costs next to nothing, so that it can be asked all the time.
// Where it can't be asked (no such address, a network that does not let it through), the page looks less often, and at all.

import { hasMark, lastChange } from "./api.js";
import { instant, passed, setClock } from "./clock.js";

const LIVE_MS = 10_000;
const MISSES = 3;

let shown = null; // the change that what is shown is known to include
let heardAt = null; // the last answer
let missed = 0;

/** Whether somebody would have said by now that what is shown is over. */
export function isLive() {
  return heardAt !== null && passed(heardAt) < LIVE_MS;
}

/** Whether it is worth asking in a moment. */
export function isAnswered() {
  return hasMark() && missed < MISSES;
}

/** {news, seen}: whether there is something new, null if nobody says; call `seen` once that is shown. */
export async function askForNews() {
  const answer = await lastChange();
  missed = answer ? 0 : missed + 1;
  if (!answer) return { news: null, seen() {} };
  heardAt = instant();
  setClock(answer.time, heardAt);
  return { news: answer.change !== shown, seen() { shown = answer.change; } };
}

/** What is shown is not known to include anything. */
export function forgetChanges() {
  shown = heardAt = null;
}
