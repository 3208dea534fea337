// How long to wait until the next look: short after something changed, and longer the longer nothing does.
// Each look is paid for, so that a page which nobody reads must cost next to nothing; shared/bill/tab.py reads these numbers.

export const QUICK_MS = 15_000;
export const SLOWEST_MS = 60_000;
export const SLOWEST_OF_CURVES_MS = 90_000;
const SHARE = 4;

/** Between two looks while somebody is at the page and nobody says whether anything changed. */
export const AT_IT_MS = 4_000;

/** Between two questions whether anything changed, which cost a twentieth of a look; a change is seen within 5 s with it. */
export const MARK_MS = 3_000;
/** For how long numbers may be shown that no change made anybody ask for, while those questions are answered. */
export const REST_MS = 180_000;
/** The same while none of them is in sight: a page of curves, of what was found or of one alert asks for its own. */
export const REST_OF_CURVES_MS = 900_000;

/** For how long what is told of one alert may be shown while nobody is at the page and nobody says whether it grew. */
export const STORY_MS = 1_800_000;

/** Curves cost a call each, so that many are renewed less often than few. */
export const CURVES_AN_HOUR = 24;
const MINUTE_MS = 60_000;
const RENEWED = { "24h": 15, "7d": 30, "30d": 60, "90d": 60 }; // minutes; a point is of 5 minutes to 8 hours

/** Milliseconds to wait, when the last change was so many ago; `curves` instead of numbers are in sight. */
export function pause(unchangedMs, { attended = false, curves = false } = {}) {
  if (attended) return AT_IT_MS;
  return Math.min(curves ? SLOWEST_OF_CURVES_MS : SLOWEST_MS, Math.max(QUICK_MS, unchangedMs / SHARE));
}

/** For how long so many curves over `span` are shown as they are. */
export function renewal(span, count) {
  return Math.max(RENEWED[span], (60 * count) / CURVES_AN_HOUR) * MINUTE_MS;
}

/** What a person would call a change: whether all is well, which alerts are open and how, and who is kept from being told. */
export function essence({ status, stale, alerts, silences }) {
  const open = alerts.recent.map((alert) => [alert.id, alert.status, alert.severity]);
  return JSON.stringify([status, stale, alerts.total, open, silences]);
}
