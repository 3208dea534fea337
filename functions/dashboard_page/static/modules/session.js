// What this tab remembers: the token and the last state. Nothing of it outlives the tab.

const TOKEN = "pawpop.token";
const LAST = "pawpop.last";

export function token() {
  return sessionStorage.getItem(TOKEN);
}

export function keepToken(value) {
  sessionStorage.setItem(TOKEN, value);
}

export function forget() {
  sessionStorage.removeItem(TOKEN);
  sessionStorage.removeItem(LAST);
}

/** The last state that was shown, as {dashboard, receivedAt}, or null. */
export function lastState() {
  try {
    return JSON.parse(sessionStorage.getItem(LAST));
  } catch {
    return null;
  }
}

export function keepState(state) {
  try {
    sessionStorage.setItem(LAST, JSON.stringify(state));
  } catch {
    // The storage is full: the page goes on without a copy.
  }
}
