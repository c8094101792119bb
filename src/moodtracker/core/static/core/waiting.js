// Entries made without a connection, as the person sees them: kept at the press of a stamp, told
// of in a quiet line, listed with what the diary said of them, and sent when there is a way.
"use strict";
(() => {
  const { person, sync } = document.body.dataset;
  if (!self.indexedDB || !self.crypto?.randomUUID) return;
  const offlinePage = document.querySelector("[data-offline]");
  const line = document.querySelector("[data-waiting-line]");
  const listed = document.querySelector("[data-waiting]");
  const language = document.documentElement.lang;

  // The offline page knows nobody by itself: it writes for whoever was logged in last.
  const whose = async () => person ?? (offlinePage && (await moodQueue.who())?.person);

  // --- The line --------------------------------------------------------------------------------
  const tell = (words, number, link = true) => {
    if (!line) return;
    line.hidden = !words;
    line.querySelector("[data-waiting-words]").textContent = words.replace("{n}", number);
    line.querySelector("[data-waiting-link]").hidden = !link;
  };

  const showLine = async ({ state = "", sent = 0, kept = false } = {}) => {
    const me = await whose();
    if (!line || !me) return;
    const all = await moodQueue.list(me);
    const refused = all.filter((one) => one.trouble).length;
    const words = line.dataset;
    if (kept) tell(`${words.textKept} ${words.text}`, all.length);
    else if (state === "signed-out") tell(words.textSignedOut, all.length);
    else if (refused) tell(words.textRefused, refused);
    else if (all.length) tell(words.text, all.length);
    else if (sent) tell(words.textSent, sent, false);
    else tell("", 0);
  };

  // --- The list --------------------------------------------------------------------------------
  const wall = (instant) => {
    const at = new Date(instant);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  };

  const editing = (item, entry) => {
    const form = item.querySelector("[data-edit-form]");
    const button = item.querySelector("[data-edit]");
    button.addEventListener("click", () => {
      form.hidden = !form.hidden;
      button.setAttribute("aria-expanded", String(!form.hidden));
      if (form.hidden) return;
      form.elements.mood.value = entry.mood;
      form.elements.at.value = wall(entry.at);
      form.elements.at.max = wall(new Date());
      form.elements.note.value = entry.note;
      form.elements.mood.focus();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { mood, at, note } = form.elements;
      const moved = at.value !== wall(entry.at);
      await moodQueue.put({
        ...entry,
        mood: mood.value,
        note: note.value,
        // A wall time that was changed is one of this device's wall, here and now.
        at: moved ? new Date(at.value).toISOString() : entry.at,
        zone: moved || entry.trouble ? Intl.DateTimeFormat().resolvedOptions().timeZone : entry.zone,
        ...(entry.untagged ? { tags: [], new_name: "" } : {}),
        trouble: "",
        untagged: false,
      });
      await sendNow();
    });
  };

  const itemOf = (entry) => {
    const item = listed.querySelector("[data-waiting-item]").content.cloneNode(true).children[0];
    const mark = listed.querySelector(`[data-waiting-mark="${CSS.escape(entry.mood)}"]`);
    if (mark) item.querySelector("[data-mark]").append(mark.content.cloneNode(true));
    const when = item.querySelector("[data-when]");
    when.dateTime = entry.at;
    when.textContent = new Intl.DateTimeFormat(language, {
      dateStyle: "medium", timeStyle: "short", timeZone: entry.zone,
    }).format(new Date(entry.at));
    const note = item.querySelector("[data-note]");
    note.textContent = entry.note;
    note.hidden = !entry.note;
    const trouble = item.querySelector("[data-trouble]");
    trouble.textContent = entry.trouble;
    trouble.hidden = !entry.trouble;
    item.querySelector("[data-drop]").addEventListener("click", async () => {
      await moodQueue.drop(entry.key, entry.person);
      await show();
    });
    editing(item, entry);
    return item;
  };

  // A note that waits with its entry is no draft any more, also when the worker took it down.
  const forgetDrafts = (me, all) => {
    const notes = new Set(all.map((one) => one.note.trim()).filter(Boolean));
    try {
      for (const key of Object.keys(localStorage).filter((one) => one.startsWith(`draft:${me}:`))) {
        if (notes.has(JSON.parse(localStorage.getItem(key)).text.trim())) localStorage.removeItem(key);
      }
    } catch { /* no storage, no drafts */ }
  };

  const showList = async () => {
    const me = await whose();
    if (!listed || !me) return;
    const all = await moodQueue.list(me);
    forgetDrafts(me, all);
    listed.querySelector("[data-waiting-list]").replaceChildren(...all.map(itemOf));
    listed.querySelector("[data-waiting-empty]").hidden = all.length > 0;
    listed.querySelector("[data-waiting-send]").hidden = !all.some((one) => !one.trouble);
  };

  const show = async (news) => {
    await showList();
    await showLine(news);
  };

  // --- Sending ---------------------------------------------------------------------------------
  const sendNow = async () => {
    // The offline page stands at any address, logged in or not; the line there tells enough.
    const result = await moodQueue.send(sync);
    await show(result);
    return result;
  };

  const later = async () => {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register("entries").catch(() => undefined);
  };

  // --- Taking down -----------------------------------------------------------------------------
  const keep = async (form, submitter) => {
    const me = await whose();
    if (!me) return;
    const entry = moodQueue.entryOf(new FormData(form, submitter), me);
    await moodQueue.put(entry);
    form.dispatchEvent(new CustomEvent("kept"));
    form.reset();
    // The next press is the next feeling, not the same one again.
    if (form.elements.key) form.elements.key.value = crypto.randomUUID();
    await later();
    await show({ kept: true });
    const said = document.querySelector("[data-offline-kept]");
    if (said) said.hidden = false;
    (said ?? line)?.scrollIntoView({ block: "nearest" });
    if (navigator.onLine) await sendNow();
  };

  for (const form of document.querySelectorAll("form[data-keep]")) {
    form.addEventListener("submit", (event) => {
      if (navigator.onLine && form.dataset.keep !== "always") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      keep(form, event.submitter);
    });
    // A page that comes back out of the browser's memory is a new occasion.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && form.elements.key) form.elements.key.value = crypto.randomUUID();
    });
  }

  document.querySelector("[data-waiting-now]")?.addEventListener("click", sendNow);

  const startOffline = async () => {
    const known = Boolean(await whose());
    offlinePage.querySelector("[data-offline-form]").hidden = !known;
    offlinePage.querySelector("[data-offline-list]").hidden = !known;
    offlinePage.querySelector("[data-offline-nobody]").hidden = known;
  };

  const back = async () => {
    const { state } = await sendNow();
    if (!offlinePage) return;
    offlinePage.querySelector("[data-offline-back]").hidden = state === "later";
  };

  window.addEventListener("online", back);
  const start = async () => {
    if (person) await moodQueue.setWho(person, language);
    else if (!offlinePage) await moodQueue.setWho("", language);
    if (offlinePage) await startOffline();
    await show();
    if (person || offlinePage) await sendNow();
  };
  // Some private windows have the database and refuse to open it.
  start().catch(() => undefined);
})();
