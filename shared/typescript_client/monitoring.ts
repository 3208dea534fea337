/**
 * Reports the shop's calls to fal.ai and the Stripe events that it handles to the monitoring API.
 *
 * One file without dependencies, for Node 18 and later, edge runtimes and browsers: copy it into the shop. Set
 * MONITORING_API_URL (up to and without /api/monitoring) and MONITORING_TRACK_TOKEN; without them nothing is reported.
 * No function here throws, rejects or blocks: what goes wrong is logged, with the id of each report that is lost.
 * Await `flushMonitoring()` before a serverless function returns, since what is still waiting dies with it.
 */

export type FalAiStatus = "success" | "error";
export type StripeWebhookStatus = "success" | "failed";

/**
 * One call to fal.ai: `responseTime` in ms, `cost` in USD; `at` if it was not made just now, at most 35 days ago.
 * `prompt` is all that decides the result, such as the input of the call: only a hash of it is sent, by which calls are
 * found that were paid twice.
 */
export interface FalAiUsage {
  endpoint: string;
  requestId: string;
  status: FalAiStatus;
  responseTime: number;
  cost?: number;
  errorMessage?: string;
  rateLimitRemaining?: number;
  at?: Date | string;
  prompt?: unknown;
}

/** How an event of Stripe was handled: `processingTime` in ms. */
export interface StripeWebhook {
  eventId: string;
  eventType: string;
  status: StripeWebhookStatus;
  processingTime: number;
  errorMessage?: string;
}

type Route = "fal-ai" | "stripe";
type Report = { name: string; text: string };
type Answer = { status?: number; problem: string; rejected: Map<number, string> };

const LARGEST_BATCH = 100;
const CAPACITY = 1000;
const ATTEMPTS = 3;
const TIMEOUT_MS = 3000;
const PAUSE_MS = 250;
const LONGEST_PROBLEM = 300;
/** As long as the API keeps it: an error may quote the image that was sent, and no API takes megabytes. */
const LONGEST_ERROR = 2000;
/** An image inside the input would take long to hash; it is another one each time. */
const LONGEST_PROMPT = 100_000;

const PRIMES = Array.from({ length: 310 }, (_, place) => place + 2).filter((number, _, all) => all.every((other) => other >= number || number % other));
const ROUNDS = Uint32Array.from(PRIMES, (prime) => (Math.cbrt(prime) % 1) * 2 ** 32);

const waiting: Record<Route, Report[]> = { "fal-ai": [], stripe: [] };
const shipping: Partial<Record<Route, Promise<void>>> = {};
let lost = 0;

/**
 * Reports one call to fal.ai. A request that is reported again is one request: what was not known before is added,
 * and a later cost corrects an earlier one.
 */
export function trackFalAiUsage(usage: FalAiUsage): void;
export function trackFalAiUsage(
  endpoint: string,
  requestId: string,
  status: FalAiStatus,
  responseTime: number,
  cost?: number,
  errorMessage?: string,
  rateLimitRemaining?: number,
): void;
export function trackFalAiUsage(first: FalAiUsage | string, ...rest: unknown[]): void {
  add("fal-ai", "requestId", first, [
    "endpoint", "requestId", "status", "responseTime", "cost", "errorMessage", "rateLimitRemaining", "at", "prompt",
  ], rest);
}

/** Reports how an event of Stripe was handled. A later success replaces a failure. */
export function trackStripeWebhook(webhook: StripeWebhook): void;
export function trackStripeWebhook(
  eventId: string,
  eventType: string,
  status: StripeWebhookStatus,
  processingTime: number,
  errorMessage?: string,
): void;
export function trackStripeWebhook(first: StripeWebhook | string, ...rest: unknown[]): void {
  add("stripe", "eventId", first, ["eventId", "eventType", "status", "processingTime", "errorMessage"], rest);
}

/**
 * Resolves once what was reported has arrived or was given up, after `milliseconds` at the latest.
 * True if everything since the last flush has arrived; false if something is lost or still on its way.
 */
export async function flushMonitoring(milliseconds = 5000): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const done = await Promise.race([Promise.all(Object.values(shipping)).then(() => true), tooLate]);
  clearTimeout(timer);
  const complete = done && lost === 0;
  lost = 0;
  return complete;
}

function add(route: Route, identifier: string, first: unknown, fields: string[], rest: unknown[]): void {
  try {
    const given = first !== null && typeof first === "object" ? (first as Record<string, unknown>) : undefined;
    const values = fields.map((field, place) => [field, given ? given[field] : [first, ...rest][place]] as const);
    let item: Record<string, unknown> = Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null));
    if ("errorMessage" in item) item.errorMessage = asText(item.errorMessage).slice(0, LONGEST_ERROR);
    if ("prompt" in item) {
      const { prompt, ...told } = item;
      item = { ...told, ...hashOf(prompt) };
    }
    push(route, { name: JSON.stringify(item[identifier]) ?? "without an id", text: JSON.stringify(item) });
  } catch (error) {
    lost += 1;
    complain(`a report to ${route} is lost: ${String(error)}`);
  }
}

/** Nothing for what is no JSON, or too long: without a hash the call is still reported. */
function hashOf(prompt: unknown): { promptHash?: string } {
  try {
    const text = typeof prompt === "string" ? prompt : JSON.stringify(prompt, sorted);
    return text.length > LONGEST_PROMPT ? {} : { promptHash: sha256(text) };
  } catch {
    return {};
  }
}

function sorted(_name: string, value: unknown): unknown {
  const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) : value;
}

/** Written out, since the one of the platform makes its caller wait, and Node 18 has none in all modules. */
function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const end = ((bytes.length + 8) >> 6) * 16 + 16;
  const words = new Uint32Array(end);
  for (let place = 0; place <= bytes.length; place++) {
    words[place >> 2] = word(words, place >> 2) | ((bytes[place] ?? 0x80) << (24 - 8 * (place & 3)));
  }
  words[end - 1] = bytes.length * 8;
  const state = Uint32Array.from(PRIMES.slice(0, 8), (prime) => (Math.sqrt(prime) % 1) * 2 ** 32);
  for (let begin = 0; begin < end; begin += 16) compress(state, words.subarray(begin, begin + 16));
  return Array.from(state, (part) => part.toString(16).padStart(8, "0")).join("");
}

function compress(state: Uint32Array, block: Uint32Array): void {
  const w = new Uint32Array(64);
  w.set(block);
  for (let i = 16; i < 64; i++) {
    const [early, late] = [word(w, i - 15), word(w, i - 2)];
    const one = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const two = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    w[i] = word(w, i - 16) + one + word(w, i - 7) + two;
  }
  let [a, b, c, d, e, f, g, h] = Array.from(state) as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + word(ROUNDS, i) + word(w, i);
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, place) => (state[place] = word(state, place) + value));
}

function turn(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}

function word(words: Uint32Array, place: number): number {
  return words[place] ?? 0;
}

/** What was thrown is an Error, or anything at all. */
function asText(error: unknown): string {
  if (typeof error === "string" || error instanceof Error) return String(error);
  return JSON.stringify(error) ?? String(error);
}

function push(route: Route, report: Report): void {
  const queue = waiting[route];
  if (queue.length >= CAPACITY) lose(route, queue.splice(0, 1), "the buffer is full");
  queue.push(report);
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

/** What the API refuses is never sent again: the batch is split until only what is wrong in itself is left, and lost. */
async function deliver(route: Route, reports: Report[]): Promise<void> {
  const answer = await attempt(route, reports);
  if (!answer) return;
  if (isTaken(answer) || answer.rejected.size === reports.length) {
    for (const [index, reason] of answer.rejected) lose(route, reports.slice(index, index + 1), reason);
  } else if ([400, 413, 422].includes(answer.status ?? 0) && reports.length > 1) {
    const middle = Math.floor(reports.length / 2);
    await deliver(route, reports.slice(0, middle));
    await deliver(route, reports.slice(middle));
  } else {
    lose(route, reports, answer.problem);
  }
}

/** The API's answer, after up to three attempts while another may help; nothing if nothing is configured. */
async function attempt(route: Route, reports: Report[]): Promise<Answer | undefined> {
  for (let count = 1; ; count++) {
    const answer = await post(route, reports);
    if (!answer || !mayPass(answer) || count >= ATTEMPTS) return answer;
    complain(`attempt ${count} to report ${reports.length} items failed: ${answer.problem}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * count));
  }
}

async function post(route: Route, reports: Report[]): Promise<Answer | undefined> {
  const apiUrl = setting("MONITORING_API_URL");
  const token = setting("MONITORING_TRACK_TOKEN");
  if (!apiUrl || !token) return undefined;
  try {
    const response = await fetch(`${apiUrl.replace(/\/+$/, "")}/api/monitoring/track/${route}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: `{"items":[${reports.map((report) => report.text).join(",")}]}`,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text().catch(() => "");
    const problem = `HTTP ${response.status} ${text}`.slice(0, LONGEST_PROBLEM);
    return { status: response.status, problem, rejected: rejectedIn(text) };
  } catch (error) {
    return { problem: String(error).slice(0, LONGEST_PROBLEM), rejected: new Map() };
  }
}

function isTaken({ status }: Answer): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

function mayPass({ status }: Answer): boolean {
  return status === undefined || status >= 500 || [408, 425, 429].includes(status);
}

/** Which items the API says that it has not taken, and why. */
function rejectedIn(text: string): Map<number, string> {
  try {
    const { rejected } = JSON.parse(text) as { rejected?: { index: number; error: string }[] };
    return new Map((rejected ?? []).map(({ index, error }) => [index, String(error).slice(0, LONGEST_PROBLEM)]));
  } catch {
    return new Map();
  }
}

function lose(route: Route, reports: Report[], reason: string): void {
  lost += reports.length;
  for (const { name } of reports) complain(`report ${name} to ${route} is lost: ${reason}`);
}

function setting(name: string): string | undefined {
  const host = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return host.process?.env?.[name];
}

function complain(problem: string): void {
  console.warn(`monitoring: ${problem}`);
}
