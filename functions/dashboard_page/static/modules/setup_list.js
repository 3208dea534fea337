// First run: what is set up already, and what is still to do; gone once all of it is known.

import { byId, el, render } from "./elements.js";
import { badge } from "./status.js";

const CHECKED = ["supabase", "fal-ai", "stripe"];

/** Shows the list while a service is not known and nothing is open: somebody is setting up, nothing is on fire. */
export function showSetUp({ services, alerts, stale }) {
  const known = CHECKED.filter((name) => services[name]);
  const items = known.map((name) => step(services[name]));
  const section = byId("set-up");
  section.hidden = stale || alerts.total > 0 || items.every((item) => item.done);
  if (section.hidden) return;
  render(
    section,
    el("h2", { id: "set-up-title" }, `Set-up: ${items.filter((item) => item.done).length} of ${items.length} known`),
    el("ul", { class: "set-up" }, items.map(({ label, done, hints }) => el(
      "li",
      {},
      badge(done ? "good" : "unknown", done ? "✓" : "…", done ? "done" : "to do"),
      el("span", {}, el("b", {}, label), hints.length ? `: ${hints.join("; ")}` : ""),
    ))),
    el("p", { class: "fine" }, "See that mails arrive: make test-email, or pawpop-monitor test-email."),
  );
}

function step({ label, status, details }) {
  const done = status !== "unknown";
  return { label, done, hints: done ? [] : (details.unknown ?? ["not checked yet"]).map(String) };
}
