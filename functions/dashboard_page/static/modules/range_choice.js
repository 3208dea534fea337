// Of how much time the history tells.

import { remember } from "./address.js";
import { byId } from "./elements.js";

export function showRange(range) {
  const radio = document.querySelector(`input[name="range"][value="${range}"]`);
  if (radio) radio.checked = true;
}

/** Calls `then(range)` when another one is chosen; the address has it already. */
export function onRange(then) {
  byId("ranges").addEventListener("change", ({ target }) => {
    remember({ range: target.value });
    then(target.value);
  });
}
