// The service worker: keeps public pages that were visited, and shows them when there is no network. What is personal is
// sent as `private, no-store` and passes by; so does whatever is not a GET. `offline` is set by the site, before this.
/* global offline */
const SHELL = `roadmap-shell-${offline.version}`;
// Pages outlive an update of the site: their number is that of this format.
const PAGES = "roadmap-pages-1";
const MOST_PAGES = 300;
const ANY = { ignoreVary: true };

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || request.headers.has("Range")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith("/static/")) event.respondWith(asset(request, url));
  else if (request.destination === "image" || request.destination === "style") event.respondWith(fresh(request));
});

async function install() {
  const cache = await caches.open(SHELL);
  await cache.addAll(offline.shell);
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("roadmap-") && name !== SHELL && name !== PAGES) await caches.delete(name);
  }
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  // The page that brought this worker was loaded without it.
  const open = await self.clients.matchAll({ type: "window" });
  await Promise.all(open.map(({ url }) => fetch(url).then((response) => keep(url, response)).catch(() => null)));
}

async function page(event) {
  try {
    const response = (await event.preloadResponse) ?? (await fetch(event.request));
    event.waitUntil(keep(event.request.url, response.clone()));
    return response;
  } catch {
    return (await stored(event.request.url)) ?? (await caches.match(offline.page, ANY)) ?? Response.error();
  }
}

async function fresh(request) {
  try {
    const response = await fetch(request);
    if (response.ok && isPublic(response)) await (await caches.open(PAGES)).put(request, response.clone());
    return response;
  } catch {
    return (await caches.match(request, ANY)) ?? Response.error();
  }
}

// Its address changes with its content, so the first copy is right for good. A page from before an update names an old
// address; without a network it gets the file of that name that there is, as the site would answer it, too.
async function asset(request, url) {
  const found = await caches.match(request, ANY);
  if (found) return found;
  try {
    const response = await fetch(request);
    if (response.ok && url.pathname.startsWith(offline.assets)) await (await caches.open(SHELL)).put(request, response.clone());
    return response;
  } catch {
    const name = url.pathname.split("/").slice(3).join("/");
    return (await caches.match(offline.assets + name, ANY)) ?? Response.error();
  }
}

const stored = async (url) => (await caches.open(PAGES)).match(url.split("#")[0], ANY);
const isPublic = (response) => /(^|[\s,])public([\s,]|$)/.test(response.headers.get("Cache-Control") ?? "");

async function keep(url, response) {
  const html = response.headers.get("Content-Type")?.startsWith("text/html");
  if (!response.ok || response.redirected || !html || !isPublic(response)) return;
  const cache = await caches.open(PAGES);
  const key = url.split("#")[0];
  // Put anew, it stands last: the first is the one that was not visited for longest.
  await cache.delete(key, ANY);
  await cache.put(key, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_PAGES)).map((each) => cache.delete(each)));
}
