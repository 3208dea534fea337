// A sound when something critical opens while the page is open; chosen for each device, and off at first.

import { el } from "./elements.js";

const CHOICE = "pawpop.sound";
const BEEPS = [880, 660, 880];
const BEEP_SECONDS = 0.22;

let player = null;
let heard = null; // ids of critical alerts that were open at the last look

export function isOn() {
  return localStorage.getItem(CHOICE) === "on";
}

/** The choice, as a check box; switched on it sounds once, which also tells the browser that a person wants it. */
export function soundChoice() {
  const box = el("input", { type: "checkbox", id: "sound", checked: isOn(), data: { key: "sound" }, on: { change: ({ target }) => choose(target.checked) } });
  return el("label", { class: "check" }, box, " Sound on this device when something critical opens");
}

/** Sounds if one of the alerts is critical and was not there at the last look. */
export function soundFor(alerts) {
  const critical = alerts.filter(({ severity, status }) => severity === "critical" && status === "open").map(({ id }) => id);
  const isNew = heard !== null && critical.some((id) => !heard.has(id));
  heard = new Set(critical);
  if (isNew && isOn()) sound();
}

function choose(wanted) {
  localStorage.setItem(CHOICE, wanted ? "on" : "off");
  if (wanted) sound();
}

/** A device that can't sound still shows. */
function sound() {
  try {
    player ??= new AudioContext();
    player.resume().catch(() => {});
    BEEPS.forEach((pitch, index) => beep(pitch, player.currentTime + index * BEEP_SECONDS));
  } catch (error) {
    console.warn("no sound:", error);
  }
}

function beep(pitch, at) {
  const tone = new OscillatorNode(player, { frequency: pitch });
  const volume = new GainNode(player, { gain: 0 });
  volume.gain.setValueAtTime(0.2, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + BEEP_SECONDS);
  tone.connect(volume).connect(player.destination);
  tone.start(at);
  tone.stop(at + BEEP_SECONDS);
}
