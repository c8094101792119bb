// Changes the heat map without loading the page again; the links work without this file.
"use strict";

for (const figure of document.querySelectorAll("[data-heat-figure]")) {
  const layer = figure.querySelector("[data-heat]");
  const choices = figure.querySelector("[data-heat-choices]");
  if (!layer || !choices) continue;
  choices.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-heat-url]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.heatUrl) layer.setAttribute("href", link.dataset.heatUrl);
    else layer.removeAttribute("href");
    for (const other of choices.querySelectorAll("a")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    history.replaceState(null, "", link.href);
  });
}
