// The page on a device of its own: kept for when there is no network, if the browser does that here.

import { linkTo } from "./address.js";

/** Lets the service worker of this very version keep the page; without one nothing else changes. */
export function installable() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  workers.register(new URL("./sw.js", import.meta.url), { scope: new URL("../../../dashboard", import.meta.url) }).catch(() => {});
  workers.addEventListener("message", ({ data }) => { if (data?.show) location.hash = linkTo({ alert: data.show }); });
}
