"""Every page of the URL table in a real Chromium: without a barrier, nothing cut off, in silence.

Each page is opened once, in one of five looks that its name chooses. `pytest --all-looks` opens
every page in all five. A new line in the URL table is walked by itself.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from actors import PASSWORD
from browser.looks import LOOKS, Listener, Look, look_of, wrong_with
from browser_support import OpenContext
from moodtracker.accounts.models import PhotoPolicy, User
from moodtracker.core.time import local_date
from moodtracker.demo.life import HOME, Life
from moodtracker.demo.services import demo_fill
from moodtracker.diary.models import Entry, Source
from moodtracker.diary.services import entry_delete
from walk import PUBLIC, nobodys, objects_of, routes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(1200),
]

# Pages that show something else when asked for it.
ASKED = {
    "accounts:tour": ("?step=3",),
    "diary:entry": ("?heat=happy",),
    "diary:home": ("?quick",),
    "tracker:year": ("?by=valence",),
}
# Pictures that two months of a diary are too short for.
OF_MANY = {"tracker:agreement_png", "tracker:agreement_svg"}
# The key in this one's address goes into the session before the page is shown.
LED_ON = {"account_reset_password_from_key"}
# Pages that are another for somebody with an empty diary and no second step at logging in.
EMPTY = (
    "diary:home",
    "diary:find",
    "tracker:calendar",
    "tracker:trends",
    "reminders:index",
    "mfa_index",
    "mfa_activate_totp",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One page: how it is called here, where it is, and the session of who opens it."""

    name: str
    address: str
    cookie: str = ""


@pytest.fixture
def diary(transactional_db: None, settings: Settings) -> User:
    """하나, who has written for two months."""
    settings.MOODTRACKER_ASK_JOBS = ""
    settings.MOODTRACKER_VAPID_KEY = base64.urlsafe_b64encode(b"\x01" * 32).decode().rstrip("=")
    settings.MOODTRACKER_CAN_MAIL = True
    now = timezone.now()
    today = local_date(now, HOME)
    life = Life(seed=1, first=today - timedelta(days=60), last=today)
    hana = demo_fill(email="hana@example.kr", password=PASSWORD, life=life, now=now).user
    hana.photo_policy = PhotoPolicy.KEEP
    hana.save()
    gone = Entry.objects.filter(owner=hana).latest("recorded_at")
    entry_delete(owner=hana, entry_id=gone.id, now=now)
    return hana


def session_of(person: User) -> str:
    """The cookie of somebody who has just given the password, as some pages want it."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client.cookies[site.SESSION_COOKIE_NAME].value


def visits_of(diary: User, empty: User) -> Iterator[Visit]:
    """Every address of the site that answers with a page."""
    cookie = session_of(diary)
    TOTP.activate(diary, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(diary)
    objects = objects_of(diary) | nobodys(local_date(timezone.now(), HOME))
    clients = {"": Client(), cookie: Client()}
    clients[cookie].cookies[site.SESSION_COOKIE_NAME] = cookie
    for route in routes():
        address = route.address(objects)
        for own in ("", cookie) if route.name in PUBLIC else (cookie,):
            if is_page(clients[own], route.name, address):
                for asked in ("", *ASKED.get(route.name, ())):
                    yield Visit(route.name + asked, address + asked, own)
                break
    by_hand = Entry.objects.filter(owner=diary, source=Source.HAND).earliest("recorded_at")
    for name in ("diary:entry", "diary:entry_edit"):
        yield Visit(f"{name} (by hand)", reverse(name, args=[by_hand.id]), cookie)
    cookie = session_of(empty)
    for name in EMPTY:
        yield Visit(f"{name} (empty)", reverse(name), cookie)


def is_page(client: Client, name: str, address: str) -> bool:
    answer = client.get(address, follow=name in LED_ON)
    few = answer.status_code == 404 and name in OF_MANY
    assert few or answer.status_code not in {404, 500}, (name, answer.status_code)
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and html


def test_every_page_in_its_look(
    request: pytest.FixtureRequest,
    live_server: LiveServer,
    open_context: OpenContext,
    diary: User,
    minsu: User,
) -> None:
    visits = list(visits_of(diary, minsu))
    assert len(visits) > 60, [visit.name for visit in visits]
    everything = request.config.getoption("--all-looks")
    findings = []
    for look in LOOKS:
        mine = [one for one in visits if everything or look_of(one.name) == look]
        findings += findings_in(look, mine, live_server.url, open_context)
    assert findings == [], "\n".join(["", *findings])


def findings_in(
    look: Look, visits: Iterable[Visit], url: str, open_context: OpenContext
) -> list[str]:
    """What is wrong with these pages in this look, a line for each."""
    User.objects.update(language=look.language, large=look.large)
    pages: dict[str, tuple[Page, Listener]] = {}
    findings = []
    for visit in visits:
        if visit.cookie not in pages:
            pages[visit.cookie] = open_page(look, visit.cookie, url, open_context)
        page, heard = pages[visit.cookie]
        wrong = wrong_with(page, heard, url + visit.address)
        findings += [f"{visit.name} [{look}] {line}" for line in wrong]
    return findings


def open_page(
    look: Look, cookie: str, url: str, open_context: OpenContext
) -> tuple[Page, Listener]:
    """A page of a new context in this look, with somebody's session or nobody's."""
    context = open_context(
        size=(look.width, 780),
        color_scheme=look.scheme,
        locale={"ko": "ko-KR", "en": "en-US"}[look.language],
        reduced_motion="reduce",
    )
    if cookie:
        context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
    page = context.new_page()
    return page, Listener(page)
