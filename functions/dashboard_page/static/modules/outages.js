// Outages in words, for whoever can't read a ribbon: by touch, by keys, or by ear.

import { el } from "./elements.js";
import { duration, moment } from "./format.js";
import { stretches } from "./series.js";

const BROKEN = ["down", "critical"];
const MOST = 20;

/** The times of each service that were not good, newest first; nothing if there were none. */
export function outagesOf({ services, history, historyStepSeconds }) {
  const found = Object.keys(services).flatMap((name) =>
    stretches(history[name] ?? [], historyStepSeconds)
      .filter(({ status }) => BROKEN.includes(status))
      .map((stretch) => ({ ...stretch, label: services[name].label })));
  if (!found.length) return null;
  found.sort((one, other) => other.from - one.from);
  const left = found.length - MOST;
  return el(
    "details",
    { class: "outages", data: { key: "outages" } },
    el("summary", {}, `Outages in words (${found.length})`),
    el("ul", {}, found.slice(0, MOST).map(told), left > 0 ? el("li", {}, `and ${left} more`) : null),
  );
}

function told({ label, status, from, to }) {
  return el("li", {}, `${label} ${status}: ${moment(new Date(from).toISOString())}, ${duration(to - from)}`);
}
