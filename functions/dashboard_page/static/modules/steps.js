// What to do about an alert: the same words as in its mail.

import { STEPS } from "./catalogue.js";

const MANUAL = "manual";

/** {first, then} for `alert`. */
export function stepsFor({ service, rule }) {
  const own = rule === MANUAL ? STEPS[`any-service:${MANUAL}`] : STEPS[`${service}:${rule}`];
  return own ?? STEPS["any-service:general"] ?? { first: [], then: [] };
}
