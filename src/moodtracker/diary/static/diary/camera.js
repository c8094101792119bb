// The camera: on, count down, shoot, look, again or use. The picture goes into the form's own
// file field, so that it is sent like any chosen file.
"use strict";

for (const camera of document.querySelectorAll("[data-camera]")) {
  const form = camera.closest("form");
  const plain = form.querySelector("[data-plain]");
  const input = plain.querySelector("input[type=file]");
  const send = form.querySelector("[data-send]");
  const part = (name) => camera.querySelector(`[data-${name}]`);
  const video = part("video");
  const shot = part("shot");
  let stream = null;
  let counting = null;

  camera.hidden = false;
  plain.hidden = true;

  const say = (words) => { part("camera-status").textContent = words; };

  // One of: idle, live, counting, taken.
  const stand = (state) => {
    camera.dataset.state = state;
    part("idle").hidden = state !== "idle";
    part("start").hidden = state !== "idle";
    part("shoot").hidden = state !== "live";
    part("retake").hidden = state !== "taken";
    shot.hidden = state !== "taken";
    part("oval").hidden = state === "taken";
    send.hidden = state !== "taken";
    input.required = state === "taken";
  };

  const stop = () => {
    clearTimeout(counting);
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    video.srcObject = null;
    part("count").textContent = "";
    part("count-said").textContent = "";
  };

  const trouble = (words) => {
    stop();
    stand("idle");
    say("");
    part("camera-trouble").textContent = words;
    part("camera-trouble").hidden = false;
  };

  const reason = (error) => {
    const texts = camera.dataset;
    if (error.name === "NotAllowedError" || error.name === "SecurityError") return texts.textDenied;
    if (error.name === "NotReadableError" || error.name === "AbortError") return texts.textInUse;
    return texts.textMissing;
  };

  const start = async () => {
    part("camera-trouble").hidden = true;
    if (!navigator.mediaDevices) {
      trouble(camera.dataset.textInsecure);
      return;
    }
    part("start").disabled = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } },
      });
      video.srcObject = stream;
      await video.play();
      stand("live");
      say(camera.dataset.textReady);
      part("shoot").focus({ preventScroll: true });
      camera.scrollIntoView({ block: "start" });
    } catch (error) {
      trouble(reason(error));
    } finally {
      part("start").disabled = false;
    }
  };

  const take = () => {
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      if (!blob) {
        trouble(camera.dataset.textInUse);
        return;
      }
      stop();
      const files = new DataTransfer();
      files.items.add(new File([blob], "camera.jpg", { type: "image/jpeg" }));
      input.files = files.files;
      if (shot.src) URL.revokeObjectURL(shot.src);
      shot.src = URL.createObjectURL(blob);
      shot.alt = camera.dataset.textPhoto;
      stand("taken");
      say(camera.dataset.textTaken);
      send.focus({ preventScroll: true });
    }, "image/jpeg", 0.92);
  };

  const count = (left) => {
    stand("counting");
    part("count").textContent = left || "";
    part("count-said").textContent = left || "";
    if (left === 0) take();
    else counting = setTimeout(count, 1000, left - 1);
  };

  part("start").addEventListener("click", start);
  part("shoot").addEventListener("click", () => { say(""); count(3); });
  part("retake").addEventListener("click", () => { input.value = ""; stand("idle"); start(); });
  window.addEventListener("pagehide", stop);
  // A chosen picture that the browser brought back with the page is not on show: start anew.
  input.value = "";
  stand("idle");
}
