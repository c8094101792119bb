// Day or lamp light, as it was chosen. Runs in the head, before the first paint; afterwards it
// serves the switch in the foot: [data-theme-choice] with light, dark or nothing for "as the system".
"use strict";
(() => {
  const root = document.documentElement;
  const remember = (choice) => {
    try {
      if (choice) localStorage.setItem("theme", choice);
      else localStorage.removeItem("theme");
    } catch { /* storage may be forbidden; the choice then lasts for the page */ }
  };
  const recall = () => {
    try { return localStorage.getItem("theme") ?? ""; } catch { return ""; }
  };
  const show = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  };
  show(recall());
  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-theme-switch]")) group.hidden = false;
    show(recall());
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-choice]");
    if (!button) return;
    remember(button.dataset.themeChoice);
    show(button.dataset.themeChoice);
  });
})();
