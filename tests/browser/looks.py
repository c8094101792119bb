"""The looks a page is seen in, and what can be wrong with it in one of them."""

from dataclasses import dataclass
from zlib import crc32

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": LEVELS}}
# Charts are drawn and letters have arrived: what there is to see is there.
SETTLED = """async () => {
    await document.fonts.ready;
    const late = () => [...document.querySelectorAll("[data-chart]")].some((e) => !e.dataset.drawn);
    for (let n = 0; n < 400 && late(); n += 1) await new Promise((go) => setTimeout(go, 50));
    return late() ? "a chart was not drawn within 20 s" : "";
}"""
# Every kind of control once: it changes when focus comes, and no fixed bar covers all of it.
FOCUS = """() => {
    const PLACES = "a[href], button, input:not([type=hidden]), select, textarea, summary,"
        + " [tabindex='0']";
    const called = (e) => `${e.localName}.${e.getAttribute("class") ?? ""}`;
    const worn = (e, pseudo) => {
        const s = getComputedStyle(e, pseudo);
        return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor,
                s.borderColor, s.borderWidth, s.textDecorationLine].join();
    };
    const look = (e) => [e, e.parentElement, e.parentElement?.parentElement, e.nextElementSibling,
        ...(e.labels ?? []), ...e.children].filter(Boolean)
        .flatMap((one) => [worn(one), worn(one, "::before"), worn(one, "::after")]).join("|");
    const bars = [...document.body.querySelectorAll("*")]
        .filter((e) => ["fixed", "sticky"].includes(getComputedStyle(e).position));
    const covers = (bar, box) => bar.top <= box.top && bar.bottom >= box.bottom
        && bar.left <= box.left && bar.right >= box.right;
    const seen = new Set(), wrong = [];
    for (const e of document.querySelectorAll(PLACES)) {
        const kind = `${called(e)} in ${called(e.parentElement)}`;
        if (seen.has(kind) || e.disabled || !e.checkVisibility()) continue;
        document.activeElement?.blur();
        const before = look(e);
        e.focus();
        if (document.activeElement !== e) continue;
        seen.add(kind);
        if (look(e) === before) wrong.push(`${kind} does not show its focus`);
        const box = e.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (bars.some((bar) => !bar.contains(e) && bar.contains(top)
            && covers(bar.getBoundingClientRect(), box)))
            wrong.push(`${kind} is covered while it has focus`);
    }
    return wrong;
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """One way to see a page: how wide, by which light, in which language, how large."""

    width: int
    scheme: str
    language: str
    large: bool = False

    def __str__(self) -> str:
        return f"{self.width} {self.scheme} {self.language}{' large' * self.large}"


LOOKS = (
    Look(320, "light", "ko"),
    Look(360, "dark", "en"),
    Look(1440, "light", "en"),
    Look(1440, "dark", "ko"),
    Look(360, "light", "ko", large=True),
)


def look_of(name: str) -> Look:
    """The look this route is seen in, the same in every run."""
    return LOOKS[crc32(name.encode()) % len(LOOKS)]


class Listener:
    """Hears what the browser says of a page: its console, its errors, what the policy refused."""

    def __init__(self, page: Page) -> None:
        self._said: list[str] = []
        page.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (e) => console.error(`refused: ${e.effectiveDirective} ${e.blockedURI}`))"
        )
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._said.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        self._said.append(message.text)

    def take(self) -> list[str]:
        """What was said since the last call, but for the worker that tests keep out."""
        said, self._said = self._said, []
        return [line for line in said if "registration blocked by Playwright" not in line]


def wrong_with(page: Page, heard: Listener, url: str) -> list[str]:
    """Opens the page and looks at it; answers what is wrong, in sentences."""
    page.goto(url)
    late = page.evaluate(SETTLED)
    wrong = [late] if late else []
    for found in Axe().run(page, options=AXE).response["violations"]:
        places = [node["target"] for node in found["nodes"]]
        wrong.append(f"axe {found['id']}: {found['help']}: {places[:4]}")
    wide, width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if wide > width:
        wrong.append(f"{wide} px wide on a screen of {width}")
    page.keyboard.press("Tab")
    return wrong + page.evaluate(FOCUS) + [f"said: {line}" for line in heard.take()]
