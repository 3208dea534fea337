// The monitoring API. Its base is found from this file's own address, whatever the stage is called.

import { token } from "./session.js";

const ROOT = new URL("../../../", import.meta.url);
const TIMEOUT_MS = 10_000;
const TEST_TIMEOUT_MS = 29_000;
const MARK_TIMEOUT_MS = 4_000;
const NOT_MODIFIED = 304;
const CHANGES = document.querySelector('meta[name="changes"]').content;

/** The API refused: `status` and a whole sentence for a person, after which another one may stand. */
export class ApiError extends Error {
  constructor(status, message) {
    super(/[.!?…]$/.test(message) ? message : `${message}.`);
    this.status = status;
  }
}

/** Nothing answered: no network, or no API. */
export class Unreachable extends Error {}

/** {dashboard, tag}; null if the answer that `tag` stands for still holds. */
export async function getDashboard(range, tag) {
  const answer = await ask("GET", `dashboard?${new URLSearchParams({ range })}`, { headers: tag ? { "If-None-Match": tag } : {} });
  return answer.status === NOT_MODIFIED ? null : { dashboard: await read(answer), tag: answer.headers.get("ETag") };
}

/** Whether there is an address for that. */
export function hasMark() {
  return Boolean(CHANGES);
}

/** {change, time}: a word that is another one after each change; null if nobody says. */
export async function lastChange() {
  if (!CHANGES) return null;
  const asked = { headers: { Authorization: `Bearer ${token()}` }, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" };
  const answer = await fetch(CHANGES, { ...asked, signal: AbortSignal.timeout(MARK_TIMEOUT_MS) }).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

/** {alerts, total, nextCursor}; `wanted` is {resolved, limit} and may have {cursor, service, severity}. */
export function listAlerts(wanted) {
  const given = Object.entries({ ...wanted, order: wanted.resolved === "false" ? "worst" : "newest" }).filter(([, value]) => value);
  return call("GET", `alerts?${new URLSearchParams(given)}`);
}

/** One alert with all that happened to it. */
export function getAlert(id) {
  return call("GET", `alerts/${encodeURIComponent(id)}`);
}

/** Writes `note` down about it. */
export function addNote(alertId, note) {
  return call("PATCH", "alerts", { alertId, action: "note", note });
}

export function changeAlert(alertId, action) {
  return call("PATCH", "alerts", { alertId, action });
}

/** All dashboards, and what their panels may show. */
export function listBoards() {
  return call("GET", "dashboards");
}

export function saveBoard(name, board) {
  return call("PUT", `dashboards/${encodeURIComponent(name)}`, board);
}

export function removeBoard(name) {
  return call("DELETE", `dashboards/${encodeURIComponent(name)}`);
}

/** How a number went. */
export function getSeries(wanted) {
  return call("GET", `series?${new URLSearchParams(wanted)}`);
}

/** What the public was told, and drafts of what it might be told. */
export function listIncidents() {
  return call("GET", "incidents");
}

export function publishIncident(incident) {
  return call("POST", "incidents", incident);
}

/** One more note; the stage "resolved" ends it. */
export function updateIncident(id, note) {
  return call("PATCH", `incidents/${encodeURIComponent(id)}`, note);
}

export function listSilences() {
  return call("GET", "silences");
}

/** Tells nobody of {fingerprint or service} for `minutes`, for a `reason`; it is still recorded. */
export function silence(wanted) {
  return call("POST", "silences", wanted);
}

export function endSilence(id) {
  return call("DELETE", `silences/${encodeURIComponent(id)}`);
}

/** What was found by looking back. */
export function getInsights() {
  return call("GET", "insights");
}

/** {publicKey, devices}: who is told over web push. */
export function listDevices() {
  return call("GET", "devices");
}

export function addDevice(device) {
  return call("POST", "devices", device);
}

export function removeDevice(id) {
  return call("DELETE", `devices/${encodeURIComponent(id)}`);
}

export function getOnCall() {
  return call("GET", "on-call");
}

/** Takes up to twenty seconds, since it waits for what comes of it. */
export function testChannels() {
  return call("POST", "channels/test", {}, TEST_TIMEOUT_MS);
}

async function call(method, path, body, timeout) {
  const sent = body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return read(await ask(method, path, sent, timeout));
}

async function ask(method, path, { headers, body } = {}, timeout = TIMEOUT_MS) {
  try {
    return await fetch(new URL(`api/monitoring/${path}`, ROOT), {
      method,
      headers: { Authorization: `Bearer ${token()}`, ...headers },
      body,
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(timeout),
    });
  } catch {
    throw new Unreachable("No connection to the monitor.");
  }
}

async function read(answer) {
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new ApiError(answer.status, content.error ?? `The monitor answered ${answer.status}.`);
  return content;
}
