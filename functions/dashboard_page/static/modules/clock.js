// The time as the monitor has it: a browser's clock may be wrong, may be set while the page is open, and may have slept;
// an age must be true all the same.

let heard = null; // {server, at}: what the monitor's clock showed when its last answer came

/** This very moment, for `passed`. */
export function instant() {
  return { wall: Date.now(), steady: performance.now() };
}

/** Milliseconds since a moment. One clock stands still while a device sleeps and the other may be set back, so the longer counts. */
export function passed({ wall, steady }) {
  return Math.max(Date.now() - wall, performance.now() - steady);
}

/** An answer of the time `timestamp` came at a moment; one of an earlier visit came when the device's clock showed `wall`. */
export function setClock(timestamp, at = instant()) {
  heard = { server: Date.parse(timestamp), at };
}

/** The moment of an earlier visit at which the device's clock showed `wall`. */
export function earlier(wall) {
  return { wall, steady: performance.now() - Math.max(0, Date.now() - wall) };
}

/** Milliseconds since 1970, by the monitor's clock. */
export function now() {
  return heard ? heard.server + passed(heard.at) : Date.now();
}
