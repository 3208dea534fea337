// The page of the alert that the address names: asked for once, and again when something may have happened to it.

import { address } from "./address.js";
import { showAlert, showInstead } from "./alert_page.js";
import { ApiError, getAlert } from "./api.js";
import { isAttended } from "./attention.js";
import { instant, passed } from "./clock.js";
import { QUICK_MS, STORY_MS } from "./pace.js";
import { makeRoom } from "./room.js";

let story = null; // the answer, and the moment `toldAt` which it came

/** The alert's own name; undefined while none is shown. */
export function shownAlert() {
  return story?.alert.id;
}

export function redrawStory() {
  if (story) showAlert(story);
}

export function forgetStory() {
  story = null;
}

/** The alert that the address names, on its page; else the page of all. */
export async function loadStory() {
  const { alert: id } = address();
  makeRoom();
  if (!id) return forgetStory();
  if (shownAlert() !== id) showInstead("Asking for the alert …");
  try {
    const found = await getAlert(id);
    if (address().alert !== id) return;
    story = { ...found, toldAt: instant() };
    showAlert(story);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) throw error;
    if (shownAlert() !== id) showInstead(error.message);
  }
}

/** Asks again with `news`; null if nobody says. The page may be open for a month, and each question is paid for. */
export async function renewStory(news) {
  if (news ?? isOld()) await loadStory();
}

function isOld() {
  return story === null || passed(story.toldAt) >= (isAttended() ? QUICK_MS : STORY_MS);
}
