// What the service worker does with push messages. The site's worker takes it in with
// importScripts("/static/reminders/push-worker.js"); it stands for itself and shares no names.
"use strict";
(() => {
  const SEEN = "push-seen";
  const KEEP = 50;

  // Keys of messages that were shown, newest last. The push service may deliver one twice, and a
  // notification that was dismissed must not come back.
  const seenBefore = async (key) => {
    const cache = await caches.open(SEEN);
    const held = await cache.match("/push-seen");
    const keys = held ? await held.json() : [];
    if (keys.includes(key)) return true;
    keys.push(key);
    await cache.put("/push-seen", new Response(JSON.stringify(keys.slice(-KEEP))));
    return false;
  };

  const readable = (event) => {
    try { return event.data.json(); } catch { return null; }
  };

  // Only pages of this site open, whatever a message says.
  const ownAddress = (url) => {
    const address = new URL(url ?? "/", self.location.origin);
    return address.origin === self.location.origin ? address.href : self.location.origin;
  };

  const show = async (event) => {
    const message = readable(event);
    if (!message?.title) return;
    const again = await seenBefore(message.key);
    await self.registration.showNotification(message.title, {
      body: message.body,
      tag: message.key,
      data: { url: ownAddress(message.url) },
      silent: again,
    });
    if (!again) return;
    // Browsers want every push to show something: shown silently, and taken away at once.
    for (const one of await self.registration.getNotifications({ tag: message.key })) one.close();
  };

  const open = async (url) => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const here = pages.find((page) => page.url === url);
    if (here) return here.focus();
    return self.clients.openWindow(url);
  };

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  // The browser has changed its address: tell the service, as the person who is logged in here.
  // The page of reminders carries the form token and the key; without a log-in it cannot be had,
  // and the page then says that this device has to be switched on again.
  const renew = async (event) => {
    const page = await fetch("/reminders/", { credentials: "same-origin" });
    const html = page.ok && !page.redirected ? await page.text() : "";
    const token = html.match(/name="csrfmiddlewaretoken" value="([^"]+)"/)?.[1];
    const key = html.match(/data-key="([^"]+)"/)?.[1];
    if (!token || !key) return;
    const fresh = event.newSubscription ?? await self.registration.pushManager.subscribe({
      userVisibleOnly: true, applicationServerKey: bytes(key),
    });
    const form = new URLSearchParams({
      csrfmiddlewaretoken: token,
      key,
      endpoint: fresh.endpoint,
      p256dh: text(fresh.getKey("p256dh")),
      auth: text(fresh.getKey("auth")),
      replaces: event.oldSubscription?.endpoint ?? "",
    });
    await fetch("/reminders/devices/", { method: "POST", body: form, credentials: "same-origin" });
  };

  self.addEventListener("push", (event) => event.waitUntil(show(event)));
  self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(event.notification.data?.url ?? self.location.origin));
  });
})();
