// How long to wait until the next look: short after something changed, and longer the longer nothing does.
// Each look is paid for, so that a page which nobody reads must cost next to nothing.

export const QUICK_MS = 15_000;
export const SLOWEST_MS = 60_000;
const SHARE = 4;

/** Between two questions whether anything changed, which cost a twentieth of a look; a change is seen within 5 s with it. */
export const MARK_MS = 3_000;
/** For how long numbers may be shown that no change made anybody ask for, while those questions are answered. */
export const REST_MS = 180_000;

/** Milliseconds to wait, when the last change was so many ago. */
export function pause(unchangedMs) {
  return Math.min(SLOWEST_MS, Math.max(QUICK_MS, unchangedMs / SHARE));
}

/** What a person would call a change: whether all is well, which alerts are open and how, and who is kept from being told. */
export function essence({ status, stale, alerts, silences }) {
  const open = alerts.recent.map((alert) => [alert.id, alert.status, alert.severity]);
  return JSON.stringify([status, stale, alerts.total, open, silences]);
}
