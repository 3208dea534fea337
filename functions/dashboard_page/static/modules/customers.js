// Telling customers of an alert: a draft in their words, which a person reads, changes and publishes.

import { canAct } from "./actions.js";
import { listIncidents, publishIncident, updateIncident } from "./api.js";
import { byId, el } from "./elements.js";
import { capital, momentWithZone } from "./format.js";

const STAGES = ["investigating", "identified", "monitoring", "resolved"];

let offered = null; // of which alert, and in which state

/** Offers to publish what `alert` means for customers, or to go on with what is published; nothing for whoever may only look. */
export async function offerToTell(alert) {
  const key = alert && canAct() ? `${alert.id} ${alert.resolved}` : null;
  if (key === offered) return;
  offered = key;
  byId("customers").hidden = true;
  if (!key) return;
  try {
    const { incidents, drafts } = await listIncidents();
    if (offered !== key) return;
    const incident = incidents.find((each) => each.alertId === alert.id && each.stage !== "resolved");
    const draft = drafts.find((each) => each.alertId === alert.id);
    if (incident) show(alert, `Customers are told: “${incident.title}”, ${incident.stage}.`, noteForm(alert, incident, draft));
    else if (draft) show(alert, "Nobody outside knows yet. This is a draft: read it, change it, and publish it on the status page.", draftForm(alert, draft));
  } catch {
    offered = null; // asked again with the next look
  }
}

function show(alert, sentence, form) {
  byId("customers").replaceChildren(el("h3", {}, "What customers are told"), el("p", { class: "fine" }, sentence), ...form);
  byId("customers").hidden = false;
}

function draftForm(alert, draft) {
  const title = field("public-title", el("input", { value: draft.title, maxLength: 120 }));
  const text = field("public-text", el("textarea", { value: draft.text, rows: 3, maxLength: 1000 }));
  return [
    label(title, "Title"), title, label(text, "Text"), text,
    ...sender("Publish on the status page", () => publishIncident({ title: title.value, text: text.value, impact: draft.impact, components: draft.components, alertId: alert.id }), alert),
  ];
}

function noteForm(alert, incident, draft) {
  const stage = field("public-stage", el("select", {}, STAGES.map((value) => el("option", { value }, capital(value)))));
  stage.value = draft?.stage ?? incident.stage;
  const text = field("public-text", el("textarea", { value: draft?.text ?? "", rows: 3, maxLength: 1000 }));
  const told = incident.updates.map((note) => el("li", {}, el("strong", {}, capital(note.stage)), `, ${momentWithZone(note.at)}: ${note.text}`));
  return [
    el("ol", { class: "public-notes" }, told),
    label(stage, "How far we are"), stage, label(text, "Note"), text,
    ...sender("Publish this note", () => updateIncident(incident.id, { stage: stage.value, text: text.value }), alert),
  ];
}

/** The button, and what became of pressing it. */
function sender(words, send, alert) {
  const outcome = el("p", { role: "status", class: "fine" });
  const press = async () => {
    button.disabled = true;
    outcome.textContent = "Publishing …";
    try {
      await send();
      offered = null;
      await offerToTell(alert);
    } catch (error) {
      outcome.textContent = `Not published: ${error.message}`;
      button.disabled = false;
    }
  };
  const button = el("button", { type: "button", class: "primary", on: { click: press } }, words);
  return [el("div", { class: "actions" }, button), outcome];
}

function field(id, made) {
  made.id = id;
  return made;
}

function label({ id }, words) {
  return el("label", { htmlFor: id }, words);
}
