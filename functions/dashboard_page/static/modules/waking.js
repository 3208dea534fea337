// When a page is seen again: brought to the front, back from another one, or on a device that slept or had no network.

import { instant, passed } from "./clock.js";

const BEAT_MS = 1000;
const ASLEEP_MS = 10_000;

/** `beat` each second, and `wake` as well whenever the page may have missed something. */
export function keepAwake(beat, wake) {
  let last = instant();
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) wake(); });
  addEventListener("online", wake);
  setInterval(() => {
    const slept = passed(last) > ASLEEP_MS;
    last = instant();
    (slept ? wake : beat)();
  }, BEAT_MS);
}
