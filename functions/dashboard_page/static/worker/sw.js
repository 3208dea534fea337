// Keeps the page and its assets for when there is no network. Answers of the API are never kept here: they carry what only
// holders of a token may see. The last state is the page's own business, and goes with its token.

const CACHE = "pawpop-page";
const FILES = ["./app.js", "./styles.css", "./next-steps.json", "./uplot.min.js", "./icon.svg", "./icon-critical.svg", "./icon-warning.svg"];
const PAGE = new URL("../../../dashboard", self.location);
const ASSETS = new URL("./", self.location).pathname;

self.addEventListener("install", (event) => {
  const files = FILES.map((file) => new URL(file, self.location));
  event.waitUntil(caches.delete(CACHE).then(() => caches.open(CACHE)).then((cache) => cache.addAll([PAGE, ...files])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (pathname === PAGE.pathname) event.respondWith(fetch(event.request).catch(() => caches.match(PAGE, { ignoreSearch: true })));
  else if (pathname.startsWith(ASSETS)) event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});
