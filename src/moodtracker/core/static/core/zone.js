// Fills the hidden zone field of the sign-up form with the zone this browser lives in.
"use strict";
for (const field of document.querySelectorAll("input[data-browser-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? field.value;
}
