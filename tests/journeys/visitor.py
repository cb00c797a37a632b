"""What a person does in a browser, in their words; every new page is checked with axe and counted as a screen.

FAHRWASSER_PICTURES names a folder for a picture of each page, for whoever wants to look at them.
"""

import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page

AXE = (Path(__file__).parent / "axe.min.js").read_text()


SECRETS = re.compile(
    r'(?<=value=")[A-Za-z0-9]{64}(?=")|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)[\w-]{22}(?=/)'
)
"""CSRF tokens, row ids and secret addresses: all that differs between two looks at the same page."""
FOCUS_SHOWS = """async element => {
  const isSeen = () => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  };
  for (let frame = 0; frame < 60 && !isSeen(); frame += 1) await new Promise(requestAnimationFrame);  // it scrolls
  const style = getComputedStyle(element);
  return isSeen() && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""
_CLEAN: set[tuple[str, int]] = set()
"""Pages, with the width of the screen, in which axe has found nothing in this process."""


class Barrier(AssertionError):
    """axe found something on a page."""


class Visitor:
    """Counts `screens` and `inputs` (every choice, typed field and button press)."""

    def __init__(self, page: Page, address: str, *, with_scripts: bool, by_keyboard: bool = False) -> None:
        self.page = page
        self.address = address
        self.with_scripts = with_scripts
        self.by_keyboard = by_keyboard
        self.screens = 0
        self.inputs = 0
        self._errors: list[str] = []
        page.on("console", self._hear)

    def goes_to(self, path: str) -> "Visitor":
        """Types an address or follows a link somebody sent."""
        response = self.page.goto(self.address + path)
        assert response
        assert response.status < 400, f"{path}: {response.status}"
        return self._arrived()

    def follows(self, name: str, *, exact: bool = False) -> "Visitor":
        """Clicks a link."""
        return self._click(self.page.get_by_role("link", name=name, exact=exact).first)

    def presses(self, name: str, *, exact: bool = False) -> "Visitor":
        """Clicks a button."""
        return self._click(self.page.get_by_role("button", name=name, exact=exact).first)

    def chooses(self, *labels: str) -> "Visitor":
        """Picks radio buttons or boxes by their words."""
        for label in labels:
            target = self.page.get_by_label(label, exact=True)
            if self.by_keyboard:
                self._reach_choice(target)
            else:
                target.check()
            assert target.is_checked()
            self.inputs += 1
        return self

    def writes(self, label: str, text: str) -> "Visitor":
        """Types into a field."""
        self._type(self.page.get_by_label(label).first, text)
        return self

    def answers(self, *labels: str, text: str = "") -> "Visitor":
        """One question of the quick check: choose or type, then go on."""
        self.chooses(*labels)
        if text:
            self._type(self.page.locator("main input[type=text], main input[inputmode], main textarea").first, text)
        return self.presses("Weiter", exact=True)

    def reads(self, *texts: str) -> "Visitor":
        """These words are on the page."""
        content = " ".join(self.page.locator("body").inner_text().replace("\xa0", " ").split())
        for text in texts:
            assert text in content, f"»{text}« is not on {self.page.url}:\n{content[:2000]}"
        return self

    def does_not_read(self, text: str) -> "Visitor":
        """These words are not on the page."""
        assert text not in self.page.locator("body").inner_text()
        return self

    def downloads(self, name: str) -> bytes:
        """The file behind the first link with these words."""
        href = self.page.locator("main").get_by_role("link", name=name).first.get_attribute("href")
        response = self.page.request.get(self.address + (href or ""))
        assert response.ok
        return response.body()

    def title(self) -> str:
        """The h1; there is exactly one."""
        headings = self.page.locator("h1")
        assert headings.count() == 1, self.page.url
        return headings.inner_text()

    def check_page(self) -> "Visitor":
        """axe with all its rules, one h1, nothing wider than the screen, title and language set."""
        self.title()
        looks = SECRETS.sub("", self.page.content()), self.page.evaluate("innerWidth")
        if looks not in _CLEAN:
            self._run_axe()
            _CLEAN.add(looks)
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), (
            f"too wide: {self.page.url}"
        )
        return self

    def _run_axe(self) -> None:
        self.page.evaluate(AXE)
        found: dict[str, Any] = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        problems = [
            f"{rule['id']}: {rule['help']} → {[node['target'] for node in rule['nodes']][:3]}"
            for rule in found["violations"]
        ]
        if problems:
            raise Barrier(f"{self.page.url}\n" + "\n".join(problems))

    def refuse_console_errors(self) -> None:
        """A blocked resource or a script error is a fault of the page."""
        assert self._errors == []

    def _click(self, target: Locator) -> "Visitor":
        if self.by_keyboard:
            self._reach(target)
        # A new page, not any »navigation«: a jump within the page and the first poll of htmx are such ones, too.
        with self.page.expect_event("load"):
            if self.by_keyboard:
                self.page.keyboard.press("Enter")
            else:
                target.click()
        self.inputs += 1
        return self._arrived()

    def _type(self, target: Locator, text: str) -> None:
        if self.by_keyboard:
            self._reach(target)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            target.fill(text)
        self.inputs += 1

    def unfolds(self, target: Locator) -> "Visitor":
        """Opens what lies behind a line of text."""
        if self.by_keyboard:
            self._reach(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()
        self.inputs += 1
        return self

    def _reach(self, target: Locator) -> None:
        """Tab until the target has the focus; whoever cannot be reached so is out of bounds for many people."""
        element = target.element_handle()
        if element.evaluate("element => document.activeElement === document.body && Boolean(element.closest('main'))"):
            self.page.keyboard.press("Tab")  # to »Skip to content«
            self.page.keyboard.press("Enter")
        for _step in range(300):
            if element.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        else:
            raise Barrier(f"{self.page.url}: {target} cannot be reached with the Tab key")
        if not element.evaluate(FOCUS_SHOWS):
            raise Barrier(f"{self.page.url}: nobody sees that {target} has the focus")

    def _reach_option(self, target: Locator, value: str) -> None:
        """An entry of a list: Tab to it, then the arrow keys."""
        self._reach(target)
        self.page.keyboard.press("Home")
        for _step in range(200):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise Barrier(f"{self.page.url}: {value} cannot be chosen with the arrow keys")

    def _reach_choice(self, target: Locator) -> None:
        """Boxes: Tab and Space. Radio buttons: Tab into the group, then the arrow keys."""
        if target.get_attribute("type") == "checkbox":
            self._reach(target)
            if not target.is_checked():
                self.page.keyboard.press("Space")
            return
        group = target.locator("xpath=ancestor::form").locator(f"input[name='{target.get_attribute('name')}']")
        chosen = group.locator("xpath=self::*[@checked]")
        self._reach(chosen if chosen.count() else group.first)
        self.page.keyboard.press("Space")
        for _step in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def _arrived(self) -> "Visitor":
        self.screens += 1
        if folder := os.environ.get("FAHRWASSER_PICTURES"):
            name = re.sub(r"\W+", "-", SECRETS.sub("", self.page.url.removeprefix(self.address)))
            width = self.page.evaluate("innerWidth")
            self.page.screenshot(path=Path(folder) / f"{name.strip('-')}-{width}.png", full_page=True)
        return self.check_page()

    def _hear(self, message: ConsoleMessage) -> None:
        blocked_on_purpose = not self.with_scripts and "Content Security Policy" in message.text
        if message.type == "error" and not blocked_on_purpose and "422" not in message.text:
            self._errors.append(message.text)
