// Asking for the token.

import { byId } from "./elements.js";

/** `use(token)` tries a token and throws if it is refused. */
export function onSignIn(use) {
  byId("sign-in").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = byId("token");
    const button = event.target.querySelector("button");
    button.disabled = true;
    try {
      await use(field.value.trim(), byId("keep").checked);
      field.value = "";
    } catch (error) {
      ask(error.message);
    } finally {
      button.disabled = false;
    }
  });
}

/** Shows the form, with the reason why it is there again. */
export function ask(reason = "") {
  byId("sign-in").hidden = false;
  byId("dashboard").hidden = true;
  for (const id of ["refresh", "sign-out", "to-boards"]) byId(id).hidden = true;
  byId("sign-in-error").textContent = reason;
  byId("token").focus();
}

export function welcome() {
  byId("sign-in").hidden = true;
  byId("dashboard").hidden = false;
  for (const id of ["refresh", "sign-out", "to-boards"]) byId(id).hidden = false;
}
