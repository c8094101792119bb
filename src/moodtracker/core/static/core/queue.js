// What was written without a connection, on its way to the diary. Runs in pages and in the
// service worker alike, which share one database of the browser; `self.moodQueue` is all of it.
//
// Each entry carries the key that makes a second sending harmless, the instant and zone in which
// it was felt, and the device key of the person who wrote it. Nobody else's are ever listed,
// changed or sent.
"use strict";
self.moodQueue = (() => {
  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open("moodtracker", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("entries", { keyPath: "key" });
      asked.result.createObjectStore("meta", { keyPath: "name" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  // Resolves once the transaction is on the disk, not only when the request was taken.
  const run = async (store, mode, work) => {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(store, mode, { durability: "strict" });
        const asked = work(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  };

  const who = () => run("meta", "readonly", (meta) => meta.get("who"));
  const setWho = (person, language) =>
    run("meta", "readwrite", (meta) => meta.put({ name: "who", person, language }));

  const list = async (person) => {
    const all = await run("entries", "readonly", (entries) => entries.getAll());
    return all.filter((one) => one.person === person).sort((a, b) => (a.at < b.at ? -1 : 1));
  };
  const get = async (key, person) => {
    const found = await run("entries", "readonly", (entries) => entries.get(key));
    return found?.person === person ? found : undefined;
  };
  const put = (entry) => run("entries", "readwrite", (entries) => entries.put(entry));
  const drop = async (key, person) => {
    if (await get(key, person)) await run("entries", "readwrite", (entries) => entries.delete(key));
  };

  // From the fields of a capture form. A wall time that was filled in is one in this device's
  // zone; without one, the feeling is of now.
  const entryOf = (fields, person) => {
    const day = fields.get("day");
    const clock = fields.get("clock");
    const past = day && clock ? new Date(`${day}T${clock}`) : null;
    const at = past && !Number.isNaN(past.getTime()) ? past : new Date();
    return {
      key: fields.get("key") || crypto.randomUUID(),
      person,
      mood: fields.get("mood") ?? "",
      note: fields.get("note") ?? "",
      intensity: fields.get("intensity") ?? "",
      tags: fields.getAll("tags"),
      new_name: fields.get("new_name") ?? "",
      new_emoji: fields.get("new_emoji") ?? "",
      new_group: fields.get("new_group") ?? "",
      at: at.toISOString(),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      // Why it was refused, and whether it is the tags that stand in its way.
      trouble: "",
      untagged: false,
    };
  };

  const signedOut = (answer) => answer.type === "opaqueredirect" || answer.status === 401;

  // One entry: what became of it. The answer to a key that came before is the same as the first.
  const sendOne = async (url, token, entry) => {
    const { trouble, untagged, ...fields } = entry;
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(fields),
      credentials: "same-origin",
      redirect: "manual",
    });
    if (answer.ok) {
      await drop(entry.key, entry.person);
      return "sent";
    }
    if (signedOut(answer)) return "signed-out";
    if (answer.status === 409) return "other";
    if (answer.status === 422) {
      const words = await answer.json();
      await put({ ...entry, trouble: words.trouble, untagged: words.tags });
      return "refused";
    }
    return "later";
  };

  // Sends what waits and was not refused. Answers { state, sent }: `done` when nothing is left to
  // send, else why not: `nobody`, `signed-out`, `other` (somebody else is logged in) or `later`.
  const sendAll = async (url) => {
    const mine = await who();
    if (!mine?.person) return { state: "nobody", sent: 0 };
    const waiting = (await list(mine.person)).filter((one) => !one.trouble);
    if (!waiting.length) return { state: "done", sent: 0 };
    let sent = 0;
    try {
      // A fresh token, and who is logged in now: a page may be older than its session.
      const hello = await fetch(url, {
        credentials: "same-origin", redirect: "manual", cache: "no-store",
      });
      if (signedOut(hello)) return { state: "signed-out", sent };
      if (!hello.ok) return { state: "later", sent };
      const { person, token } = await hello.json();
      if (person !== mine.person) return { state: "other", sent };
      for (const entry of waiting) {
        const became = await sendOne(url, token, entry);
        if (became === "sent") sent += 1;
        else if (became !== "refused") return { state: became, sent };
      }
    } catch {
      return { state: "later", sent };
    }
    return { state: "done", sent };
  };

  // One sender at a time among tabs and worker; the keys would keep it harmless, this keeps it
  // quiet.
  const send = (url) =>
    navigator.locks ? navigator.locks.request("moodtracker-send", () => sendAll(url)) : sendAll(url);

  return { who, setWho, list, get, put, drop, entryOf, send };
})();
