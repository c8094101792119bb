// Choosing, dropping and previewing a photo; and saying that something happens while it is read.
// Everything works without this file: the form is a plain form.
"use strict";

for (const form of document.querySelectorAll("form[data-capture]")) {
  const send = form.querySelector("[data-send]");
  const words = send.textContent;
  const progress = form.querySelector("[data-progress]");
  const status = form.querySelector("[data-status]");

  const rest = () => {
    form.removeAttribute("aria-busy");
    send.removeAttribute("aria-disabled");
    send.textContent = words;
    if (progress) progress.hidden = true;
    status.textContent = "";
  };

  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    // Not `disabled`: the keyboard would lose its place.
    send.setAttribute("aria-disabled", "true");
    send.textContent = form.dataset.textBusy;
    if (progress) progress.hidden = false;
    status.textContent = form.dataset.textBusy;
  });
  // Coming back with the browser's back button finds the page as it was left.
  window.addEventListener("pageshow", rest);
}

for (const zone of document.querySelectorAll("[data-dropzone]")) {
  const input = zone.querySelector("input[type=file]");
  const preview = zone.querySelector("[data-preview]");
  const drop = zone.querySelector("[data-drop-words]");
  const name = zone.querySelector("[data-file-name]");
  const trouble = zone.parentElement.querySelector("[data-file-trouble]");
  zone.dataset.enhanced = "";

  const troubleWith = (file) => {
    if (!file) return "";
    if (file.type && !file.type.startsWith("image/")) return input.dataset.textKind;
    if (file.size > Number(input.dataset.limit)) return input.dataset.textLimit;
    return "";
  };

  const show = () => {
    const file = input.files[0];
    const words = troubleWith(file);
    input.setCustomValidity(words);
    trouble.textContent = words;
    trouble.hidden = !words;
    if (preview.src) URL.revokeObjectURL(preview.src);
    const seen = Boolean(file) && !words;
    preview.hidden = !seen;
    drop.hidden = seen;
    name.textContent = file ? file.name : "";
    if (seen) preview.src = URL.createObjectURL(file);
    else preview.removeAttribute("src");
  };

  input.addEventListener("change", show);
  // Firefox keeps a chosen file over a reload.
  if (input.files.length) show();

  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.dataset.over = "";
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    zone.addEventListener(kind, () => delete zone.dataset.over);
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    show();
  });
}
