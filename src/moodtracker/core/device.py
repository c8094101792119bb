"""What a person's own device keeps of the diary: the shell of the pages, and what it owes us.

Pages and photos are never among it. What was written without a connection is kept under the
person's device key, so that whoever logs in next on the same device neither sends nor sees it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

LANGUAGES = ("ko", "en")
# Parts of the service worker, in order. A part that no room has brought is left out.
WORKER_PARTS = ("core/queue.js", "core/worker.js", "reminders/push-worker.js")
# What the offline page needs to look and work as it should. The fonts' files, many and large,
# are kept as they are met.
SHELL = (
    "vendor/noto-sans-kr/wght.css",
    "vendor/gowun-batang/400.css",
    "vendor/gowun-batang/700.css",
    "core/tokens.css",
    "core/app.css",
    "core/chrome.css",
    "core/device.css",
    "core/large.css",
    "core/hanji.svg",
    "core/ink.svg",
    "core/favicon.svg",
    "core/theme.js",
    "core/queue.js",
    "core/device.js",
    "core/waiting.js",
)


@dataclass(frozen=True, slots=True)
class Icon:
    """A picture of the seal, `size` pixels a side; `maskable` ones may be cut to any shape."""

    name: str
    size: int
    maskable: bool = False


ICONS = (
    Icon("core/icons/seal-192.png", 192),
    Icon("core/icons/seal-512.png", 512),
    Icon("core/icons/seal-maskable-512.png", 512, maskable=True),
)


def device_key(*, person_id: int, joined: datetime) -> str:
    """Under which name a device keeps what one person wrote: 32 hexadecimal digits.

    It depends on no secret, so that new keys of the server orphan nothing; and on the moment of
    joining, so that the first person of a server set up anew is not the first of the old one.
    """
    text = f"moodtracker device {person_id} {joined.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def worker_source(*, offline_pages: dict[str, str]) -> str:
    """The service worker: what it keeps, by hashed names, and the parts it is made of.

    `offline_pages` are the offline pages themselves, by language: a change in one has to reach
    every device, so their text is part of the version.
    """
    keep = [static(name) for name in SHELL if finders.find(name)]
    parts = [static(name) for name in WORKER_PARTS if finders.find(name)]
    mark = "\n".join([*keep, *parts, *(offline_pages[code] for code in LANGUAGES)])
    shell = {
        "version": hashlib.sha256(mark.encode()).hexdigest()[:16],
        "keep": keep,
        "offline": {code: f"{reverse('core:offline')}?lang={code}" for code in LANGUAGES},
        "captures": [reverse("diary:quick"), reverse("diary:new_hand")],
        "sync": reverse("diary:sync"),
        "static": settings.STATIC_URL,
    }
    names = ", ".join(json.dumps(part) for part in parts)
    return f'"use strict";\nself.SHELL = {json.dumps(shell)};\nimportScripts({names});\n'
