"use strict";

// A download leaves the page where it is: the answer carries a short cookie with the form's own
// mark, by which the page sees that the file has begun to come.
(() => {
  const LIMIT = 120_000;

  function wait(form) {
    const button = form.querySelector("[data-busy]");
    const status = form.querySelector("[data-status]");
    const mark = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const words = button.textContent;
    const end = Date.now() + LIMIT;
    form.querySelector("[data-sent]").value = mark;
    button.setAttribute("aria-busy", "true");
    button.textContent = status.textContent = button.dataset.busy;
    setTimeout(() => { button.disabled = true; });
    const look = setInterval(() => {
      const begun = document.cookie.split("; ").includes(`sent=${mark}`);
      if (!begun && Date.now() < end) return;
      clearInterval(look);
      button.disabled = false;
      button.removeAttribute("aria-busy");
      button.textContent = words;
      status.textContent = begun ? status.dataset.begun : "";
    }, 250);
  }

  for (const form of document.querySelectorAll("[data-download]")) {
    form.addEventListener("submit", () => wait(form));
  }

  const copy = document.querySelector("[data-copy]");
  const address = document.querySelector("[data-address]");
  if (copy && address) {
    address.addEventListener("focus", () => address.select());
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address.value);
      document.querySelector("[data-copied]").textContent = copy.dataset.done;
    });
  }
})();
