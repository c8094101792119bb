// A palette of emoji beside the field that takes one; the field works without it.
(() => {
  "use strict";

  const EMOJI = [
    "👨", "👩", "🧒", "👵", "👴", "👥", "🐶", "🐱", "🏠", "🏢", "🏫", "☕", "🌳", "🌊", "🚌", "✈️",
    "🚶", "🏃", "🧘", "💼", "📚", "🎨", "🎮", "🎬", "🎧", "🍚", "🍜", "🍰", "🍷", "🛒", "🧹", "💬",
    "😴", "🌙", "🤒", "🤕", "💊", "🪫", "☀️", "🌧️", "❄️", "💡", "💸", "🎁", "🙏", "❤️",
  ];

  for (const palette of document.querySelectorAll("[data-emoji-palette]")) {
    const field = document.getElementById(palette.dataset.emojiPalette);
    for (const emoji of EMOJI) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "emoji emoji-choice";
      button.textContent = emoji;
      button.addEventListener("click", () => {
        field.value = emoji;
        field.focus();
      });
      palette.append(button);
    }
    palette.hidden = false;
  }
})();
