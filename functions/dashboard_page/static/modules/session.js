// What the browser remembers: the token and the last state. In the tab alone, or on this device if somebody asked for that.

const TOKEN = "pawpop.token";
const LAST = "pawpop.last";

/** Whether the token outlives the tab. */
export function isKept() {
  return localStorage.getItem(TOKEN) !== null;
}

export function token() {
  return sessionStorage.getItem(TOKEN) ?? localStorage.getItem(TOKEN);
}

/** Remembers a token, on this device with `kept`. */
export function keepToken(value, kept = false) {
  forget();
  (kept ? localStorage : sessionStorage).setItem(TOKEN, value);
}

export function forget() {
  for (const store of [sessionStorage, localStorage]) {
    store.removeItem(TOKEN);
    store.removeItem(LAST);
  }
}

/** The last state that was shown, as {dashboard, receivedAt}, or null. */
export function lastState() {
  try {
    return JSON.parse(sessionStorage.getItem(LAST) ?? localStorage.getItem(LAST));
  } catch {
    return null;
  }
}

export function keepState(state) {
  try {
    (isKept() ? localStorage : sessionStorage).setItem(LAST, JSON.stringify(state));
  } catch {
    // The storage is full: the page goes on without a copy.
  }
}

/** Calls `then` once another tab has signed out of what this one uses too. */
export function onForgotten(then) {
  addEventListener("storage", ({ key }) => { if (key !== LAST && !token()) then(); });
}
