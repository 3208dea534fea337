// The time as the monitor has it: a browser's clock may be wrong, and an age must be true all the same.

let ahead = 0; // milliseconds that the monitor's clock is ahead of the browser's

/** An answer of the time `timestamp` came just now. */
export function setClock(timestamp, receivedAt = Date.now()) {
  ahead = Date.parse(timestamp) - receivedAt;
}

/** Milliseconds since 1970, by the monitor's clock. */
export function now() {
  return Date.now() + ahead;
}
