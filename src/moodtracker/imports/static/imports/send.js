// Sends files piece by piece, so that a diary of hundreds of megabytes gets through a small door.
"use strict";
const form = document.querySelector("[data-import]");
const input = form.querySelector("input[type=file]");
const drop = form.querySelector("[data-drop]");
const names = form.querySelector("[data-names]");
const button = form.querySelector("[data-send]");
const bar = form.querySelector("[data-sending]");
const status = form.querySelector("[data-status]");
const trouble = form.querySelector("[data-trouble]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

function total() {
  return [...input.files].reduce((sum, file) => sum + file.size, 0);
}

function tell(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

function show() {
  const files = [...input.files];
  names.textContent = files.length > 3 ? `${files[0].name} +${files.length - 1}` : files.map((f) => f.name).join(", ");
  tell(total() > Number(form.dataset.limit) ? form.dataset.textLarge : "");
}

async function post(url, body, type) {
  const answer = await fetch(url, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token, "Content-Type": type },
  });
  const said = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error ?? form.dataset.textBroken);
  return said;
}

async function send() {
  const files = [...input.files];
  const whole = total() || 1;
  let sent = 0;
  const list = files.map((file) => ({ name: file.name, size: file.size }));
  const way = await post(form.dataset.start, JSON.stringify({ files: list }), "application/json");
  for (const [place, file] of files.entries()) {
    for (let at = 0, number = 0; number === 0 || at < file.size; at += way.piece, number += 1) {
      const piece = file.slice(at, at + way.piece);
      await post(`${way.pieces}${place}/${number}/`, piece, "application/octet-stream");
      sent += piece.size;
      bar.value = sent / whole;
    }
  }
  status.textContent = form.dataset.textLooking;
  const { page } = await post(way.sent, "{}", "application/json");
  location.assign(page);
}

input.addEventListener("change", show);
for (const kind of ["dragenter", "dragover"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
}
for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("is-over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    show();
  }
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (total() > Number(form.dataset.limit)) return;
  tell("");
  button.disabled = true;
  bar.hidden = false;
  status.textContent = form.dataset.textSending;
  try {
    await send();
  } catch (error) {
    tell(error instanceof TypeError ? form.dataset.textBroken : error.message);
    bar.hidden = true;
    button.disabled = false;
  }
});
