// The music player. Nothing is asked of another host before the person presses play; then the
// sources of the piece are tried in order: YouTube videos, audio files of Wikimedia Commons, and
// at last a link to a search. Texts come from data attributes, pieces from a JSON script.
//
// YouTube is driven by the messages that its IFrame API exchanges with the frame, without
// loading that script, so that the page's script-src stays 'self'.
(() => {
  "use strict";

  const YOUTUBE = "https://www.youtube-nocookie.com";
  const LISTEN_EVERY_MS = 250;
  const SILENCES_UNTIL_SKIP = 2;
  const STATES = { 0: "ended", 1: "playing", 2: "paused" };

  // A source has begin(), play(), pause(), stop() and tells `report` of: "ready", "playing",
  // "paused", "ended", "refused" (the browser wants another press), "failed", "silent".
  class YouTubeSource {
    constructor({ source, title, stage, timeoutMs, report }) {
      Object.assign(this, { source, title, stage, timeoutMs, report });
      this.ready = false;
      this.onMessage = (event) => this.receive(event);
    }

    begin() {
      const query = new URLSearchParams({
        enablejsapi: "1", origin: location.origin, playsinline: "1", rel: "0",
      });
      if (this.source.start) query.set("start", String(this.source.start));
      const frame = document.createElement("iframe");
      frame.className = "music-player-frame";
      frame.title = this.title;
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
      frame.src = `${YOUTUBE}/embed/${encodeURIComponent(this.source.video)}?${query}`;
      frame.addEventListener("load", () => this.listen());
      addEventListener("message", this.onMessage);
      this.frame = frame;
      this.stage.append(frame);
      this.timer = setTimeout(() => this.report("silent"), this.timeoutMs);
    }

    // The frame answers only once its own script runs: say hello until it does.
    listen() {
      clearInterval(this.hello);
      const hello = () => this.send({ event: "listening", id: 1, channel: "widget" });
      hello();
      this.hello = setInterval(hello, LISTEN_EVERY_MS);
    }

    send(message) {
      this.frame.contentWindow?.postMessage(JSON.stringify(message), YOUTUBE);
    }

    command(name, args = []) {
      this.send({ event: "command", func: name, args, id: 1, channel: "widget" });
    }

    receive(event) {
      if (event.origin !== YOUTUBE || event.source !== this.frame.contentWindow) return;
      const message = parsed(event.data);
      if (!message) return;
      clearInterval(this.hello);
      if (message.event === "onReady") this.becomeReady();
      else if (message.event === "onError") this.report("failed");
      else if (message.event === "onStateChange") this.state(message.info);
      else if (message.event === "infoDelivery") this.state(message.info?.playerState);
    }

    becomeReady() {
      if (this.ready) return;
      this.ready = true;
      clearTimeout(this.timer);
      this.command("addEventListener", ["onStateChange"]);
      this.command("addEventListener", ["onError"]);
      this.report("ready");
      this.play();
    }

    state(code) {
      if (!this.ready || !(code in STATES)) return;
      clearTimeout(this.timer);
      this.report(STATES[code]);
    }

    play() {
      if (!this.ready) return;
      this.command("playVideo");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.report("refused"), this.timeoutMs);
    }

    pause() {
      this.command("pauseVideo");
    }

    stop() {
      clearTimeout(this.timer);
      clearInterval(this.hello);
      removeEventListener("message", this.onMessage);
      this.frame.remove();
    }
  }

  class AudioSource {
    constructor({ source, title, stage, timeoutMs, report }) {
      Object.assign(this, { source, title, stage, timeoutMs, report });
      this.next = 0;
    }

    begin() {
      const audio = document.createElement("audio");
      audio.className = "music-player-audio";
      audio.controls = true;
      audio.preload = "auto";
      audio.setAttribute("aria-label", this.title);
      audio.addEventListener("error", () => this.tryNext());
      audio.addEventListener("canplay", () => clearTimeout(this.timer));
      audio.addEventListener("playing", () => this.report("playing"));
      audio.addEventListener("pause", () => audio.ended || audio.error || this.report("paused"));
      audio.addEventListener("ended", () => this.report("ended"));
      this.audio = audio;
      this.stage.append(audio);
      this.tryNext();
    }

    // The file itself, then the MP3 made of it, for browsers that do not read Ogg.
    tryNext() {
      clearTimeout(this.timer);
      const url = this.source.urls[this.next];
      this.next += 1;
      if (!url) {
        this.report("failed");
        return;
      }
      this.timer = setTimeout(() => this.tryNext(), this.timeoutMs);
      this.audio.src = url;
      this.play();
    }

    play() {
      this.audio.play().catch((error) => {
        if (error.name === "NotAllowedError") this.report("refused");
      });
    }

    pause() {
      this.audio.pause();
    }

    stop() {
      clearTimeout(this.timer);
      this.next = this.source.urls.length;
      this.report = () => {};
      this.audio.pause();
      this.audio.removeAttribute("src");
      this.audio.load();
      this.audio.remove();
    }
  }

  class Player {
    constructor(root) {
      this.root = root;
      this.text = root.dataset;
      this.pieces = JSON.parse(document.getElementById(root.dataset.pieces).textContent);
      this.index = 0;
      this.part = (name) => root.querySelector(`[data-music="${name}"]`);
      this.part("buttons").hidden = false;
      this.part("search").hidden = true;
      this.part("other").hidden = this.pieces.length < 2;
      this.part("play").addEventListener("click", () => this.toggle());
      this.part("other").addEventListener("click", () => this.other());
      this.show("idle");
    }

    get piece() {
      return this.pieces[this.index];
    }

    get going() {
      return ["loading", "playing"].includes(this.root.dataset.state);
    }

    show(state, status = "") {
      this.root.dataset.state = state;
      this.part("play-word").textContent = this.going ? this.text.textPause : this.text.textPlay;
      this.part("status").textContent = status;
    }

    toggle() {
      if (this.root.dataset.state === "loading") this.halt();
      else if (this.root.dataset.state === "playing") this.active.pause();
      else if (this.active) this.active.play();
      else this.start();
    }

    start() {
      this.place = -1;
      this.silences = 0;
      this.part("search").hidden = true;
      this.advance(this.text.textLoading);
    }

    // Moves on to the next source that is worth trying.
    advance(status) {
      this.drop();
      do this.place += 1;
      while (this.silences >= SILENCES_UNTIL_SKIP && this.source?.kind === "youtube");
      if (!this.source) {
        this.part("search").hidden = false;
        this.show("gone", this.text.textGone);
        return;
      }
      this.show("loading", status);
      this.credit();
      this.part("stage").hidden = false;
      const Kind = this.source.kind === "youtube" ? YouTubeSource : AudioSource;
      const mine = new Kind({
        source: this.source,
        title: `${this.text.textFrame}: ${this.piece.title}`,
        stage: this.part("stage"),
        timeoutMs: Number(this.text.timeoutMs),
        report: (what) => mine === this.active && this.hear(what),
      });
      this.active = mine;
      mine.begin();
    }

    get source() {
      return this.piece.sources[this.place];
    }

    hear(what) {
      if (what === "silent") this.silences += 1;
      else this.silences = 0;
      if (what === "failed" || what === "silent") this.advance(this.text.textNext);
      else if (what === "playing") this.show("playing", this.text.textPlaying);
      else if (what === "paused") this.show("paused", this.text.textPaused);
      else if (what === "ended") this.show("ended", this.text.textEnded);
      else if (what === "refused" && this.root.dataset.state !== "playing") {
        this.show("paused", this.text.textPress);
      }
      if (what === "playing" || what === "ended") this.tell(what);
    }

    // For whoever listens on the page: `mood-music:playing`, `:ended` and `:chosen`.
    tell(what) {
      const { id, title } = this.piece;
      const detail = { work: id, title };
      this.root.dispatchEvent(new CustomEvent(`mood-music:${what}`, { bubbles: true, detail }));
    }

    credit() {
      const line = this.part("performer");
      const { performer, licence, page } = this.source;
      line.replaceChildren();
      if (performer) line.append(`${this.text.textPerformer} ${performer}`);
      if (page) {
        const link = document.createElement("a");
        link.href = page;
        link.textContent = `Wikimedia Commons, ${licence}`;
        line.append(performer ? " · " : "", link);
      }
      line.hidden = !line.hasChildNodes();
    }

    drop() {
      const old = this.active;
      this.active = null;
      old?.stop();
      this.part("stage").hidden = true;
      this.part("performer").hidden = true;
    }

    halt() {
      this.drop();
      this.show("idle", this.text.textPaused);
    }

    other() {
      const going = this.going;
      this.drop();
      this.index = (this.index + 1) % this.pieces.length;
      const { title, composer, year, minutes, reason, search } = this.piece;
      this.part("title").textContent = title;
      this.part("composer").textContent = composer;
      this.part("facts").textContent = ` · ${year} · ${minutes}`;
      this.part("reason").textContent = reason;
      this.part("search-link").href = search;
      this.part("search").hidden = true;
      this.show("idle", `${this.text.textChosen}: ${title}`);
      this.tell("chosen");
      if (going) this.start();
    }
  }

  function parsed(data) {
    try {
      return typeof data === "string" ? JSON.parse(data) : data;
    } catch {
      return null;
    }
  }

  function wake() {
    for (const root of document.querySelectorAll("[data-music-player]:not([data-state])")) {
      new Player(root);
    }
  }

  wake();
  // A page part that htmx brings in may hold a player too; this script runs again with it.
})();
