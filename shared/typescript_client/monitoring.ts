/**
 * Reports the shop's calls to fal.ai and the Stripe events that it handles to the monitoring API.
 *
 * One file without dependencies, for Node 18 and later, edge runtimes and browsers: copy it into the shop. Set
 * MONITORING_API_URL (up to and without /api/monitoring) and MONITORING_TRACK_TOKEN; without them nothing is reported.
 * No function here throws, rejects or blocks: what goes wrong is logged, and the report is dropped.
 * Await `flushMonitoring()` before a serverless function returns, since what is still waiting dies with it.
 */

export type FalAiStatus = "success" | "error";
export type StripeWebhookStatus = "success" | "failed";

type Item = Record<string, string | number | undefined>;
type Route = "fal-ai" | "stripe";

const LARGEST_BATCH = 100;
const CAPACITY = 1000;
const ATTEMPTS = 3;
const TIMEOUT_MS = 3000;
const PAUSE_MS = 250;

const waiting: Record<Route, Item[]> = { "fal-ai": [], stripe: [] };
const shipping: Partial<Record<Route, Promise<void>>> = {};

/** Reports one call to fal.ai: `responseTime` in ms, `cost` in USD. Reporting a request twice counts it once. */
export function trackFalAiUsage(
  endpoint: string,
  requestId: string,
  status: FalAiStatus,
  responseTime: number,
  cost?: number,
  errorMessage?: string,
  rateLimitRemaining?: number,
): void {
  add("fal-ai", { endpoint, requestId, status, responseTime, cost, errorMessage, rateLimitRemaining });
}

/** Reports how an event of Stripe was handled: `processingTime` in ms. A later success replaces a failure. */
export function trackStripeWebhook(
  eventId: string,
  eventType: string,
  status: StripeWebhookStatus,
  processingTime: number,
  errorMessage?: string,
): void {
  add("stripe", { eventId, eventType, status, processingTime, errorMessage });
}

/** Resolves once everything that was reported has arrived or was given up. */
export async function flushMonitoring(): Promise<void> {
  await Promise.all(Object.values(shipping));
}

function add(route: Route, item: Item): void {
  const queue = waiting[route];
  if (queue.length >= CAPACITY) {
    queue.shift();
    complain("buffer full, a report was dropped");
  }
  queue.push(item);
  shipping[route] ??= ship(route).finally(() => delete shipping[route]);
}

async function ship(route: Route): Promise<void> {
  // What is reported in the same turn goes out together.
  await Promise.resolve();
  const queue = waiting[route];
  while (queue.length > 0) {
    await deliver(route, queue.splice(0, LARGEST_BATCH));
  }
}

async function deliver(route: Route, items: Item[]): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      return await post(route, items);
    } catch (error) {
      complain(`attempt ${attempt} to report ${items.length} items failed: ${String(error)}`);
      if (attempt < ATTEMPTS) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
    }
  }
}

async function post(route: Route, items: Item[]): Promise<void> {
  const apiUrl = setting("MONITORING_API_URL");
  const token = setting("MONITORING_TRACK_TOKEN");
  if (!apiUrl || !token) return;
  const response = await fetch(`${apiUrl.replace(/\/+$/, "")}/api/monitoring/track/${route}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ items }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status} ${await response.text()}`);
}

function setting(name: string): string | undefined {
  const host = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return host.process?.env?.[name];
}

function complain(problem: string): void {
  console.warn(`monitoring: ${problem}`);
}
