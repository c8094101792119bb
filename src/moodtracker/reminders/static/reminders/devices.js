// Switching notifications on for this browser: asks only when pressed, and says in a sentence
// what stands in the way. Everything else on the page works without this file.
"use strict";
(() => {
  const part = document.querySelector("[data-push]");
  if (!part) return;
  const button = part.querySelector("[data-push-on]");
  const words = part.querySelector("[data-push-words]");
  const say = (name) => { words.textContent = part.dataset[`text${name}`] ?? ""; };
  part.hidden = false;

  const appleMobile = /iP(hone|ad|od)/.test(navigator.userAgent)
    || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

  const obstacle = () => {
    if (!window.isSecureContext) return "Insecure";
    if (appleMobile && !installed) return "Home";
    const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
    if (!able) return "Unsupported";
    if (Notification.permission === "denied") return "Denied";
    return "";
  };

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const deviceName = () => {
    const agent = navigator.userAgent;
    const browser = [["Edg/", "Edge"], ["SamsungBrowser", "Samsung Internet"], ["Whale/", "Whale"],
      ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]]
      .find(([mark]) => agent.includes(mark))?.[1] ?? "";
    const system = [["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"],
      ["Windows", "Windows"], ["Mac OS", "Mac"], ["CrOS", "ChromeOS"], ["Linux", "Linux"]]
      .find(([mark]) => agent.includes(mark))?.[1] ?? "";
    return [browser, system].filter(Boolean).join(" · ");
  };

  const registration = () => navigator.serviceWorker.getRegistration(part.dataset.worker);
  const madeFor = (subscription) => {
    const key = subscription.options?.applicationServerKey;
    return key ? text(key) : "";
  };

  const save = async (subscription, replaces = "") => {
    const form = new FormData();
    form.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    form.set("key", part.dataset.key);
    form.set("endpoint", subscription.endpoint);
    form.set("p256dh", text(subscription.getKey("p256dh")));
    form.set("auth", text(subscription.getKey("auth")));
    form.set("name", deviceName());
    form.set("replaces", replaces);
    const answer = await fetch(part.dataset.save, { method: "POST", body: form });
    const told = await answer.json().catch(() => ({}));
    words.textContent = told.words ?? part.dataset.textFailed;
    return answer.ok;
  };

  const subscribe = async (worker) => {
    let held = await worker.pushManager.getSubscription();
    let replaces = "";
    // A subscription made for another key of the service would be refused at every message.
    if (held && madeFor(held) !== part.dataset.key) {
      replaces = held.endpoint;
      await held.unsubscribe();
      held = null;
    }
    held ??= await worker.pushManager.subscribe({
      userVisibleOnly: true, applicationServerKey: bytes(part.dataset.key),
    });
    return save(held, replaces);
  };

  const press = async () => {
    const wrong = obstacle();
    if (wrong) return say(wrong);
    say("Busy");
    const answer = await Notification.requestPermission();
    if (answer !== "granted") return say(answer === "denied" ? "Denied" : "Dismissed");
    const worker = await registration();
    if (!worker) return say("Worker");
    try {
      if (await subscribe(worker)) location.reload();
    } catch {
      say("Failed");
    }
  };

  const look = async () => {
    const wrong = obstacle();
    button.hidden = Boolean(wrong) && wrong !== "Denied";
    if (wrong) return say(wrong);
    const worker = await registration();
    const held = worker && await worker.pushManager.getSubscription();
    if (!held || Notification.permission !== "granted") return;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(held.endpoint));
    const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (madeFor(held) !== part.dataset.key || !part.dataset.known.split(" ").includes(hash)) return;
    say("On");
    button.hidden = true;
  };

  button.addEventListener("click", press);
  look();
})();
