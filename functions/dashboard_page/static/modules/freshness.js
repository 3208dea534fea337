// How old what is shown is, in words, in the tab, and in what the headline claims.

import { earlier, instant, passed } from "./clock.js";
import { byId } from "./elements.js";
import { doubtTab, showTab } from "./favicon.js";
import { duration, moment } from "./format.js";

const OLD_MS = 120_000;
const UNANSWERED_MS = 45_000;
const JUST_NOW_MS = 5_000;

/** What is known of a state that came this very moment: what the device's clock showed, and since when nothing changed. */
export function received() {
  const at = instant();
  return { receivedAt: at.wall, at, confirmed: at, undated: false };
}

/** The state of an earlier visit, or null; `undated` if the device's clock was set back since. */
export function restored(last) {
  const at = last && earlier(last.receivedAt);
  return last && { ...last, at, confirmed: at, undated: Date.now() < last.receivedAt };
}

/** `at` is when the numbers came, `confirmed` when it was last known that nothing had changed since; `failing` while nobody answers. */
export function showFreshness({ dashboard, at, confirmed, undated }, { live, failing }, status, sentence) {
  const sure = passed(confirmed);
  const old = undated || sure > (failing ? UNANSWERED_MS : OLD_MS);
  byId("age").textContent = undated ? `As of ${moment(dashboard.timestamp)}` : words(passed(at), live);
  byId("age").classList.toggle("old", old);
  byId("verdict").classList.toggle("doubtful", old);
  if (old) doubtTab(sure);
  else showTab(status, sentence);
}

function words(age, live) {
  if (age < JUST_NOW_MS) return live ? "Live, updated just now" : "Updated just now";
  return live ? `Live, numbers from ${duration(age)} ago` : `Updated ${duration(age)} ago`;
}
