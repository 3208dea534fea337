// Who is on it, in one sentence for every place.

import { moment } from "./format.js";

/** "Ann is on it since 03:12", or nothing while nobody is. */
export function whoIsOnIt({ acknowledgedAt, acknowledgedBy }) {
  return acknowledgedAt ? `${name(acknowledgedBy)} is on it since ${moment(acknowledgedAt)}` : "";
}

/** A name as it is told; a token or a link without a person says what it is. */
function name(by) {
  return { "mail link": "Somebody (link in a mail)", admin: "Somebody (admin token)" }[by] ?? by ?? "Somebody";
}
