// Asks how far the job is, and opens the page anew when it is through.
"use strict";
const bar = document.querySelector("[data-progress]");
const count = document.querySelector("[data-count]");
async function look() {
  try {
    const answer = await fetch(bar.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const state = await answer.json();
    if (!state.working) return location.reload();
    if (state.total) {
      bar.max = state.total;
      bar.value = state.done;
      if (count) count.textContent = `${state.done} / ${state.total}`;
    }
  } catch {
    // The connection is away for a moment; the next look may find it.
  }
  return setTimeout(look, 1000);
}
setTimeout(look, 700);
