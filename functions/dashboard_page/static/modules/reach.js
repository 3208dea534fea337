// Who is on call, and whether what is told arrives: a test over each channel, when a person asks for it.

import { getOnCall, testChannels } from "./api.js";
import { byId, el, render } from "./elements.js";
import { moment } from "./format.js";
import { askForDevices, devices, hasPush } from "./push.js";
import { soundChoice } from "./sound.js";
import { badge } from "./status.js";

const BADGES = {
  accepted: ["good", "✓", "accepted"],
  unheard: ["warn", "!", "nobody heard it"],
  refused: ["bad", "✕", "refused"],
  failing: ["warn", "!", "tried again"],
  waiting: ["unknown", "?", "not known yet"],
};

let onCall = null;
let report = null;
let testing = false;

/** Asks once for each page who is on call; that changes once a week. */
export async function showReach() {
  if (!onCall) {
    draw();
    onCall = await getOnCall().catch((error) => ({ doubt: error.message }));
  }
  draw();
  await askForDevices(draw);
}

async function test() {
  if (testing) return;
  [testing, report] = [true, null];
  draw();
  try {
    report = await testChannels();
  } catch (error) {
    const hint = error.status === 403 ? " Use “Sign out”, then sign in with an admin token." : "";
    report = { doubt: `Could not test the channels: ${error.message}${hint}` };
  }
  testing = false;
  draw();
}

function draw() {
  const button = el("button", { type: "button", data: { key: "test" }, aria: { disabled: testing }, on: { click: test } }, testing ? "Testing …" : "Test the channels");
  render(
    byId("reach"),
    el("div", { class: "panel-head" }, el("h2", { id: "reach-title" }, "Reaching people"), button),
    el("p", { id: "on-call" }, sentence()),
    el("div", { role: "status", data: { key: "report" } }, ...outcome()),
    ...(hasPush() ? devices(draw) : []),
    soundChoice(),
  );
}

function sentence() {
  if (!onCall) return "Who is on call is being asked.";
  if (onCall.doubt) return `Who is on call is not known: ${onCall.doubt}`;
  if (!onCall.until) return "There is no rota: everybody hears by the routes that are set.";
  const after = onCall.asked.slice(1).map(({ person, afterMinutes }) => `${person} after ${afterMinutes} min`);
  const who = onCall.person ? `${onCall.person} is on call` : "Nobody is on call";
  return `${who} until ${moment(onCall.until)}.${after.length ? ` If nobody answers: ${after.join(", ")}.` : ""}`;
}

function outcome() {
  if (testing) return [el("p", { class: "fine" }, "A marked test is on its way over each channel; this takes up to 20 seconds.")];
  if (!report) return [];
  if (report.doubt) return [el("p", { class: "error" }, report.doubt)];
  const rows = report.channels.map(({ channel, outcome: how, reason }) =>
    el("li", { data: { key: channel } }, badge(...BADGES[how]), " ", el("strong", {}, channel), reason ? ` ${reason}` : ""),
  );
  return [el("ul", { class: "reports" }, rows), ...report.problems.map((problem) => el("p", { class: "error" }, problem))];
}
