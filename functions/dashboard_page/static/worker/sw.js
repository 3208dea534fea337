// Keeps the page and its assets for when there is no network. Answers of the API are never kept here: they carry what only
// holders of a token may see. The last state is the page's own business, and goes with its token.
// It also shows what was pushed to this device, where somebody asked for that.

const NAME = "pawpop-page";
const CACHE = `${NAME}-${self.location.pathname.split("/").at(-2)}`; // one for each version, so that none is ever half of another
const FILES = ["./app.js", "./styles.css", "./uplot.min.js", "./icon.svg", "./icon-critical.svg", "./icon-warning.svg"];
const PAGE = new URL("../../../dashboard", self.location);
const ASSETS = new URL("./", self.location).pathname;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  const files = [PAGE, ...FILES.map((file) => new URL(file, self.location))];
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(dropOlder().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (pathname === PAGE.pathname) event.respondWith(page(event.request));
  else if (pathname.startsWith(ASSETS)) event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});

self.addEventListener("push", (event) => event.waitUntil(tell(event.data?.json() ?? {})));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.alert));
});

async function dropOlder() {
  const names = await caches.keys();
  return Promise.all(names.filter((name) => name.startsWith(NAME) && name !== CACHE).map((name) => caches.delete(name)));
}

/** The page as it is now, or as it was where the network says nothing, or nothing in time. */
async function page(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status < 500) return answer;
  } catch {
    // What is kept answers.
  }
  const cache = await caches.open(CACHE);
  return (await cache.match(PAGE, { ignoreSearch: true })) ?? Response.error();
}

/** One notification for an alert; a message that comes once more changes nothing, and what is over makes no noise. */
async function tell({ key, alert, title, body, over = false }) {
  const shown = await self.registration.getNotifications({ tag: alert });
  const again = shown.some(({ data }) => data?.key === key);
  const data = { key, alert };
  return self.registration.showNotification(title ?? "PawPop Monitoring", { body, tag: alert, data, renotify: Boolean(alert) && !again && !over, silent: again || over });
}

/** The alert's page, in a window that is there already if there is one. */
async function open(alert) {
  const address = `${PAGE.pathname}${alert ? `#alert=${encodeURIComponent(alert)}` : ""}`;
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find(({ url }) => new URL(url).pathname === PAGE.pathname);
  if (!there) return self.clients.openWindow(address);
  await there.focus();
  return there.postMessage({ show: alert });
}
