// Telling this very device: a notification on its lock screen, over the browser's own push service.

import { canAct } from "./actions.js";
import { addDevice, ApiError, listDevices, removeDevice } from "./api.js";
import { age } from "./ages.js";
import { el } from "./elements.js";
import { toast } from "./outcomes.js";

const SEEN_MS = 86_400_000;
const ON_HOME_SCREEN = "On an iPhone or iPad, first add this page to the home screen (Share, then “Add to Home Screen”), and open it from there.";

let known = null; // {publicKey, devices}; null while it is not known, or not set up
let own = ""; // the id of this device, if it is told
let busy = false;
let asked = false;

/** Whether there is anything to show. */
export function hasPush() {
  return known !== null;
}

/** Asks once for each page who is told; `redraw` shows it. */
export async function askForDevices(redraw) {
  if (asked) return;
  asked = true;
  const answer = await listDevices().catch(() => null);
  known = answer?.publicKey ? answer : null;
  if (known) await recognize().catch(() => {});
  redraw();
}

export function forgetDevices() {
  [known, own, asked] = [null, "", false];
}

/** This browser takes nothing more, with a network or without; the monitor forgets it when it is refused next. */
export async function unsubscribe() {
  await (await current())?.unsubscribe();
}

/** What the panel says of devices. */
export function devices(redraw) {
  const list = known.devices.map((device) => row(device, redraw));
  return [
    el("h3", {}, "Devices"),
    el("p", { class: "fine" }, "Their lock screens show what is critical or high, and when it is over. A device can fall silent unnoticed: mail stays the way that counts."),
    list.length ? el("ul", { class: "reports devices" }, list) : el("p", { class: "fine" }, "No device is told yet."),
    canAct() && !own ? offer(redraw) : null,
  ];
}

function row(device, redraw) {
  const mine = device.id === own;
  const remove = el("button", { type: "button", data: { key: `remove-${device.id}` }, aria: { disabled: busy, label: `Remove ${device.name}` }, on: { click: () => carryOut(() => drop(device), redraw) } }, "Remove");
  return el("li", { data: { key: device.id } }, el("span", {}, el("strong", {}, device.name), mine ? " (this one)" : "", ", seen ", age(device.seenAt), device.addedBy ? `, added by ${device.addedBy}` : ""), canAct() ? remove : null);
}

function offer(redraw) {
  if (!("PushManager" in window) || !navigator.serviceWorker) return el("p", { class: "fine" }, `This browser can't be told. ${ON_HOME_SCREEN}`);
  if (Notification.permission === "denied") return el("p", { class: "fine" }, "This browser was told not to show notifications of this page; its settings can allow it again.");
  return el("button", { type: "button", data: { key: "tell-this" }, aria: { disabled: busy }, on: { click: () => carryOut(subscribe, redraw) } }, busy ? "One moment …" : `Tell this ${kind()}`);
}

async function carryOut(action, redraw) {
  if (busy) return;
  busy = true;
  redraw();
  try {
    toast((await action()).message);
    known = await listDevices();
  } catch (error) {
    toast(error instanceof ApiError && error.status === 403 ? "An admin token is needed for that." : error.message, { failed: true });
  }
  busy = false;
  redraw();
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("Without your permission nothing can be shown.");
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(known.publicKey) }).catch(() => {
    throw new Error("The browser's push service can't be reached. Try again later.");
  });
  return keep(subscription, `${name()} ${kind()}`);
}

async function keep(subscription, called) {
  const { endpoint, keys } = subscription.toJSON();
  const answer = await addDevice({ name: called, endpoint, keys });
  own = answer.device.id;
  return answer;
}

async function drop({ id }) {
  if (id !== own) return removeDevice(id);
  const answer = await removeDevice(id);
  await (await current())?.unsubscribe();
  own = "";
  return answer;
}

/** Finds this device among those that are told, and says once a day that it is in use. */
async function recognize() {
  const subscription = await current();
  if (!subscription) return;
  const id = await idOf(subscription.endpoint);
  const found = known.devices.find((device) => device.id === id);
  own = found ? id : "";
  if (found && canAct() && Date.now() - Date.parse(found.seenAt) > SEEN_MS) await keep(subscription, found.name);
}

async function current() {
  const registration = await navigator.serviceWorker?.getRegistration();
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

async function idOf(endpoint) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
}

function kind() {
  return /Android|iPhone|iPad|Mobile/.test(navigator.userAgent) ? "phone" : "computer";
}

function name() {
  const { userAgent } = navigator;
  return ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"].find((word) => userAgent.includes(word)) ?? "Some";
}

function bytesOf(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
