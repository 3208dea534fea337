// What to do about an alert: the same words as in its mail.

const MANUAL = "manual";

/** {first, then, consoles} for `alert`, of all steps by "service:rule"; empty until they are there. */
export function stepsFor({ service, rule }, steps) {
  const own = rule === MANUAL ? steps[`any-service:${MANUAL}`] : steps[`${service}:${rule}`];
  return own ?? steps["any-service:general"] ?? { first: [], then: [] };
}
