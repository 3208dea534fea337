// First run: what is set up already, and what is still to do; gone once all that is needed is there.

import { byId, el, render } from "./elements.js";
import { badge } from "./status.js";

const CHECKED = ["supabase", "fal-ai", "stripe"];

/** Shows the list while something needed is missing and nothing is open: somebody is setting up, nothing is on fire. */
export function showSetUp({ services, alerts, stale }) {
  const needed = [...CHECKED.filter((name) => services[name]).map((name) => known(services[name])), ...mails(services)];
  const section = byId("set-up");
  section.hidden = stale || alerts.total > 0 || needed.every((item) => item.done);
  if (section.hidden) return;
  const done = needed.filter((item) => item.done).length;
  render(
    section,
    el("h2", { id: "set-up-title" }, `Set-up: ${done} of ${needed.length} done`),
    el("ul", { class: "set-up" }, [...needed, ...better(services)].map(line)),
  );
}

function line({ label, done, hint, optional }) {
  const [glyph, word] = done ? ["✓", "done"] : ["…", optional ? "better" : "to do"];
  return el("li", { data: { key: label } }, badge(done ? "good" : "unknown", glyph, word), el("span", {}, el("b", {}, label), done || !hint ? "" : `: ${hint}`));
}

function known({ label, status, details }) {
  return { label, done: status !== "unknown", hint: (details.unknown ?? ["not checked yet"]).map(String).join("; ") };
}

/** Whether one ever arrived at the provider is known once the monitor has looked at itself. */
function mails({ system }) {
  const accepted = system?.details.setUp?.mailAccepted;
  return accepted === undefined ? [] : [{ label: "A mail was sent", done: accepted, hint: "make test-email, or pawpop-monitor test-email; then look into the inbox" }];
}

/** What a monitor can do without, but not as well; of what was never looked at nothing is claimed. */
function better({ "fal-ai": fal, stripe, system }) {
  const heartbeat = system?.details.setUp?.heartbeat;
  return [
    fal?.lastCheck && { label: "Key of fal.ai", done: "probeMs" in fal.details, hint: "FalApiKey, so that fal.ai itself is asked" },
    fal?.lastCheck && { label: "Admin key of fal.ai", done: "balance" in fal.details || "billedToday" in fal.details, hint: "FalAdminKey, for the credit and the bill" },
    stripe?.lastCheck && { label: "Key of Stripe", done: "probeMs" in stripe.details || "endpoints" in stripe.details, hint: "StripeApiKey, for its endpoints and payments" },
    stripe?.lastCheck && { label: "A webhook of Stripe was seen", done: Boolean(stripe.details.lastWebhookAt || stripe.details.webhooksReceived24h), hint: "add the endpoint in Stripe, and its secret as StripeWebhookSecrets" },
    heartbeat !== undefined && { label: "Somebody notices if this monitor dies", done: heartbeat, hint: "HeartbeatUrl, of a service such as healthchecks.io" },
  ].filter(Boolean).map((item) => ({ ...item, optional: true }));
}
