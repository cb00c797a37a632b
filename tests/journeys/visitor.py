"""What a person does in a browser, in their words; every new page is checked with axe and counted as a screen."""

from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page

AXE = (Path(__file__).parent / "axe.min.js").read_text()


class Barrier(AssertionError):
    """axe found something on a page."""


class Visitor:
    """Counts `screens` and `inputs` (every choice, typed field and button press)."""

    def __init__(self, page: Page, address: str, *, with_scripts: bool) -> None:
        self.page = page
        self.address = address
        self.with_scripts = with_scripts
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
            self.page.get_by_label(label, exact=True).check()
            self.inputs += 1
        return self

    def writes(self, label: str, text: str) -> "Visitor":
        """Types into a field."""
        self.page.get_by_label(label).first.fill(text)
        self.inputs += 1
        return self

    def answers(self, *labels: str, text: str = "") -> "Visitor":
        """One question of the quick check: choose or type, then go on."""
        self.chooses(*labels)
        if text:
            self.page.locator("main input[type=text], main input[inputmode], main textarea").first.fill(text)
            self.inputs += 1
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

    def title(self) -> str:
        """The h1; there is exactly one."""
        headings = self.page.locator("h1")
        assert headings.count() == 1, self.page.url
        return headings.inner_text()

    def check_page(self) -> "Visitor":
        """axe with all its rules, one h1, nothing wider than the screen, title and language set."""
        self.title()
        self.page.evaluate(AXE)
        found: dict[str, Any] = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        problems = [
            f"{rule['id']}: {rule['help']} → {[node['target'] for node in rule['nodes']][:3]}"
            for rule in found["violations"]
        ]
        if problems:
            raise Barrier(f"{self.page.url}\n" + "\n".join(problems))
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), (
            f"too wide: {self.page.url}"
        )
        return self

    def refuse_console_errors(self) -> None:
        """A blocked resource or a script error is a fault of the page."""
        assert self._errors == []

    def _click(self, target: Locator) -> "Visitor":
        target.click()
        self.inputs += 1
        self.page.wait_for_load_state("load")
        return self._arrived()

    def _arrived(self) -> "Visitor":
        self.screens += 1
        return self.check_page()

    def _hear(self, message: ConsoleMessage) -> None:
        blocked_on_purpose = not self.with_scripts and "Content Security Policy" in message.text
        if message.type == "error" and not blocked_on_purpose and "422" not in message.text:
            self._errors.append(message.text)
