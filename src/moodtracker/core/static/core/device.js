// This device and the diary: the service worker, one press at a time, and drafts of notes.
"use strict";
(() => {
  const { person, worker } = document.body.dataset;

  if (navigator.serviceWorker && worker) {
    navigator.serviceWorker.register(worker, { scope: "/", updateViaCache: "none" }).catch(() => {
      // Private windows forbid it; the diary then works as long as there is a connection.
    });
  }

  // --- One press at a time -----------------------------------------------------------------
  // The second click of a double click would write once more, or find deleted what it deletes.
  const TWICE = 700;
  let last = { button: null, at: -TWICE };
  document.addEventListener("submit", (event) => {
    const button = event.submitter ?? event.target;
    const again = button === last.button && event.timeStamp - last.at < TWICE;
    last = { button, at: event.timeStamp };
    if (!again) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // --- Drafts -------------------------------------------------------------------------------
  // A note is kept as it is typed, for the person and the form, until the diary shows it saved.
  const PREFIX = "draft:";
  const MONTH = 30 * 24 * 60 * 60 * 1000;
  const store = (() => {
    try {
      localStorage.setItem("draft-probe", "1");
      localStorage.removeItem("draft-probe");
      return localStorage;
    } catch {
      return null; // storage may be forbidden; then there are no drafts
    }
  })();
  if (!store || !person) return;

  const read = (key) => {
    try { return JSON.parse(store.getItem(key)); } catch { return null; }
  };
  const write = (key, draft) => {
    try { store.setItem(key, JSON.stringify(draft)); } catch { /* full: the note stays in its field */ }
  };
  const mine = () => Object.keys(store).filter((key) => key.startsWith(`${PREFIX}${person}:`));
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const main = document.querySelector("main");
  const troubled = Boolean(main.querySelector(".form-error, .field-error:not([hidden])"));
  const shown = plain(main.textContent);

  for (const key of mine()) {
    const draft = read(key);
    // Sent, and here it stands: on the page of an entry, and not in a form that came back.
    const saved = draft?.sent && !troubled && location.pathname.includes("/entries/") &&
      shown.includes(plain(draft.text));
    if (!draft || saved || Date.now() - draft.at > MONTH) store.removeItem(key);
  }

  const offer = (field, key, before) => {
    const line = document.createElement("p");
    line.className = "draft-line";
    line.setAttribute("role", "status");
    const words = document.createElement("span");
    words.textContent = document.body.dataset.textDraft;
    const clear = document.createElement("button");
    clear.type = "button";
    clear.className = "button button-small button-quiet";
    clear.textContent = document.body.dataset.textDraftClear;
    clear.addEventListener("click", () => {
      store.removeItem(key);
      field.value = before;
      field.focus();
      line.remove();
    });
    line.append(words, clear);
    field.after(line);
  };

  for (const field of document.querySelectorAll("form[method=post] textarea[name=note]")) {
    const form = field.form;
    const key = `${PREFIX}${person}:${location.pathname}`;
    const before = field.value;
    const draft = read(key);
    if (draft && plain(draft.text) && draft.text !== before && !troubled) {
      field.value = draft.text;
      offer(field, key, before);
    }
    field.addEventListener("input", () => {
      if (field.value === before) store.removeItem(key);
      else write(key, { text: field.value, at: Date.now(), sent: false });
    });
    form.addEventListener("submit", () => {
      const kept = read(key);
      if (kept) write(key, { ...kept, sent: true });
    });
    form.addEventListener("kept", () => store.removeItem(key));
  }

  for (const form of document.querySelectorAll("form[data-log-out]")) {
    form.addEventListener("submit", () => {
      for (const key of mine()) store.removeItem(key);
    });
  }
})();
