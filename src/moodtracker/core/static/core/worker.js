// The service worker of the whole site. It keeps the shell (styles, scripts, fonts, the offline
// page), never a page of the diary and never a photo; takes down what a capture form could not
// deliver; and sends it later. `SHELL` and `moodQueue` come before it; a room may add its own
// listeners after it (see `WORKER_PARTS` in core/device.py), but none for `fetch`.
"use strict";
const CACHE = `shell-${SHELL.version}`;
const HASHED = /\.[0-9a-f]{12}\./;

self.addEventListener("install", (event) => {
  // Without cookies: what is kept is what a stranger gets.
  const wanted = [...SHELL.keep, ...Object.values(SHELL.offline)].map(
    (url) => new Request(url, { credentials: "omit", cache: "reload" }),
  );
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("shell-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

// A name that carries its content's hash never changes its content; another name may.
const fromShell = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept && HASHED.test(new URL(request.url).pathname)) return kept;
  try {
    const answer = await fetch(request);
    // What was asked for with a query or came from elsewhere is nothing that a page of ours names.
    const plain = answer.status === 200 && answer.type === "basic" && !answer.redirected;
    if (plain && !new URL(request.url).search) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
};

const offlinePage = async () => {
  const mine = await moodQueue.who().catch(() => undefined);
  const url = SHELL.offline[mine?.language] ?? SHELL.offline.ko;
  const kept = await (await caches.open(CACHE)).match(url, { ignoreVary: true });
  return kept ?? Response.error();
};

const page = async (request) => {
  try {
    return await fetch(request);
  } catch {
    return offlinePage();
  }
};

// The server may have taken what the connection did not live to tell: the same key goes along.
const capture = async (request) => {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch (error) {
    const mine = await moodQueue.who();
    if (!mine?.person) return offlinePage();
    await moodQueue.put(moodQueue.entryOf(await copy.formData(), mine.person));
    await self.registration.sync?.register("entries").catch(() => undefined);
    return offlinePage();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "GET" && url.pathname.startsWith(SHELL.static)) {
    event.respondWith(fromShell(request));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(page(request));
  } else if (request.mode === "navigate" && SHELL.captures.includes(url.pathname)) {
    event.respondWith(capture(request));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "entries") return;
  event.waitUntil(moodQueue.send(SHELL.sync).then(({ state }) => {
    // A rejection has the browser try again, later and later.
    if (state === "later") throw new Error("The diary could not be reached yet.");
  }));
});
