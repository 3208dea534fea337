// What the address names has the page for itself, from the first moment on.

import { address } from "./address.js";
import { byId } from "./elements.js";

/** Whether what a look at the state brings is in sight, and not only whether all is well. */
export function hasNumbers() {
  const { alert, board, page } = address();
  return !alert && page !== "insights" && !(board && !page);
}

/** Shows the part for an alert, a dashboard or the insights alone, if the address names one; what it says comes later. */
export function makeRoom() {
  const { alert, board, page } = address();
  show("alert-page", "one-alert", Boolean(alert));
  show("board-page", "one-board", Boolean(board) && !alert && !page);
  show("insights-page", "on-insights", page === "insights" && !alert);
}

let place = 0; // how far the page of all was scrolled when somebody left it
let isAway = false;

/** Goes to the top of what the address names now; what it answers goes back to where the page of all was left, at `alert` if that was seen meanwhile. */
export function placeOf(alert) {
  const { alert: wanted, board, page } = address();
  const leaves = Boolean(wanted || board || page);
  if (leaves && !isAway) place = scrollY;
  const returns = isAway && !leaves;
  isAway = leaves;
  makeRoom();
  scrollTo(0, returns ? place : 0);
  return () => {
    const row = alert && document.querySelector(`#open-alerts [data-key="alert-${CSS.escape(alert)}"]`);
    if (returns) (row || byId("dashboard")).focus({ preventScroll: true });
  };
}

function show(part, name, isWanted) {
  document.body.classList.toggle(name, isWanted);
  byId(part).hidden = !isWanted;
}
