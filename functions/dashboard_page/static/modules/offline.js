// The page on a device of its own: kept for when there is no network, if the browser does that here.

/** Lets the service worker of this very version keep the page; without one nothing else changes. */
export function installable() {
  navigator.serviceWorker?.register(new URL("./sw.js", import.meta.url), { scope: new URL("../../../dashboard", import.meta.url) }).catch(() => {});
}
