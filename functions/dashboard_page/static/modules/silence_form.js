// Asking for how long, of what, and why nobody is to be told.

import { byId } from "./elements.js";
import { capital } from "./format.js";

let answer = () => {};

/** Opens the form for `alert`; `use({fingerprint | service, minutes, reason})` is called once it is sent. */
export function askForSilence(alert, use) {
  const form = byId("silence-form");
  byId("silence-what").textContent = alert.message;
  byId("silence-service").textContent = `All alerts of ${capital(alert.service)}`;
  form.reset();
  answer = () => {
    const given = new FormData(form);
    const what = given.get("covers") === "service" ? { service: alert.service } : { fingerprint: alert.fingerprint };
    use({ ...what, minutes: Number(given.get("minutes")), reason: given.get("reason").trim() || "Silenced from the dashboard" });
  };
  byId("silence-dialog").showModal();
}

export function listenToSilenceForm() {
  byId("silence-form").addEventListener("submit", () => answer()); // method="dialog" closes it
  byId("silence-cancel").addEventListener("click", () => byId("silence-dialog").close());
}
