"""Citizen and clerk: visitors with the verbs of their day. Words are the English msgids, read in their own language."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from django.utils import timezone, translation
from playwright.sync_api import BrowserContext, Locator

from fahrwasser.web.ui.templatetags.ui import cents
from letter_reader import ReadLetter
from town_site import TownSite
from visitor import Visitor

MOST_PAGES = 30
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")  # the least that is a photo by its first bytes


def day(ago: int) -> str:
    """A day in the past as people write it; a negative one lies ahead."""
    found: date = timezone.localdate() - timedelta(days=ago)
    return f"{found.day}.{found.month}.{found.year}"


class Person(Visitor):
    """Somebody in a browser of their own."""

    def __init__(self, site: TownSite, context: BrowserContext) -> None:
        super().__init__(context.new_page(), site.address, with_scripts=site.mode.with_scripts)
        self.site = site
        self.page.set_default_timeout(10_000)

    def word(self, msgid: str, **values: object) -> str:
        """What this person reads where the English original says `msgid`."""
        with translation.override(self.site.mode.language):
            return " ".join((translation.gettext(msgid) % values if values else translation.gettext(msgid)).split())

    def follows(self, name: str, *, exact: bool = False) -> Self:
        super().follows(self.word(name), exact=exact)
        return self

    def presses(self, name: str, *, exact: bool = False) -> Self:
        super().presses(self.word(name), exact=exact)
        return self

    def reads(self, *texts: str) -> Self:
        super().reads(*map(self.word, texts))
        return self

    def reads_euros(self, amount: int) -> Self:
        """An amount of money, in cents, as this person's language writes it."""
        with translation.override(self.site.mode.language):
            return self.reads(" ".join(cents(amount).split()))

    def looks_again(self) -> Self:
        """Loads the page anew after the worker has done what is due."""
        self.site.works()
        self.page.reload()
        self._arrived()
        return self

    def goes_back(self) -> Self:
        """The browser's own button."""
        self.page.go_back()
        return self

    def fills(self, answers: Mapping[str, Any]) -> Self:
        """All of these fields of the page, by their names."""
        for name, answer in answers.items():
            found = self._field(name)
            assert found.count(), f"no field {name} on {self.page.url}"
            self._fill(found, answer)
        return self

    def fills_in(self, field: Locator, answer: str) -> Self:
        """A field among many of this name."""
        self._fill(field, answer)
        return self

    def answers_page(self, answers: Mapping[str, Any]) -> Self:
        """Whatever of this is asked on the page; then the next one."""
        for name, answer in answers.items():
            found = self._field(name)
            if found.count():
                self._fill(found, answer)
        return self.clicks(self.page.locator("main .fw-actions button[name=next]"))

    def answers_all(self, answers: Mapping[str, Any]) -> Self:
        """Page by page until everything can be checked before it is sent."""
        for _page in range(MOST_PAGES):
            if self.page.url.endswith("/pruefen/"):
                return self
            self.answers_page(answers)
            wrong = self.page.locator(".fw-errors li").all_inner_texts()
            assert not wrong, f"{self.page.url}: {wrong}"
        raise AssertionError(f"no end after {MOST_PAGES} pages: {self.page.url}")

    def clicks(self, target: Locator) -> Self:
        """Something that is named by where it leads."""
        self._click(target)
        return self

    def sends(self) -> Self:
        """Checks and sends; stands on the receipt."""
        return self.presses("Send now").reads("Your application has arrived")

    def number(self) -> str:
        """The number of the case on this page."""
        found = re.search(r"\b(T-)?\d{4}-\d{6}\b", self.page.locator("main").inner_text())
        assert found, self.page.locator("main").inner_text()
        return found[0]

    def link_and_code(self) -> tuple[str, str]:
        """The address below the site and the eight digits, as written down from this page."""
        text = self.page.locator("main").inner_text()
        link, code = re.search(r"https?://[^/\s]+(/\S+)", text), re.search(r"\b\d{4}-\d{4}\b", text)
        assert link, text
        assert code, text
        return link[1], code[0]

    def _field(self, name: str) -> Locator:
        return self.page.locator(f'main [name="{name}"]:not([type=hidden])')

    def _fill(self, found: Locator, answer: Any) -> None:
        kind = found.first.get_attribute("type")
        if self.by_keyboard and kind not in ("radio", "checkbox"):
            self._reach(found.first)
        self.inputs += 1
        if kind in ("radio", "checkbox"):
            for value in answer if isinstance(answer, list) else [answer]:
                self.ticks(found.and_(self.page.locator(f'[value="{value}"]')))
        elif kind == "date":  # its parts depend on the language of the browser itself
            found.fill(datetime.strptime(answer, "%d.%m.%Y").date().isoformat())
        elif kind == "time":
            found.fill(answer)
        elif kind == "file":
            found.set_input_files(answer)
        elif found.first.evaluate("element => element.tagName") == "SELECT":
            if self.by_keyboard:
                self._reach_option(found.first, answer)
            else:
                found.select_option(answer)
        elif self.by_keyboard:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(str(answer))
        else:
            found.fill(str(answer))

    def ticks(self, target: Locator) -> Self:
        """A button or box of a group."""
        if self.by_keyboard:
            self._reach_choice(target)
        else:
            target.check()
        assert target.is_checked()
        return self


class Citizen(Person):
    """Somebody without an account."""

    def __init__(self, site: TownSite, slug: str, *, width: int = 0) -> None:
        super().__init__(site, site.looks(width=width))
        self.slug = slug

    def opens_service(self, service: str) -> Self:
        """From the list of services to question one."""
        self.goes_to(f"/{self.slug}/dienste/")
        with self.page.expect_event("load"):
            self.page.locator("main a[href$='/dienste/%s/']" % service).click()  # noqa: UP031 braces are CSS here
        self._arrived()
        return self.follows("Apply now")

    def opens(self, link: str, code: str) -> Self:
        """Types the address and the code on another device."""
        self.goes_to(link)
        return self.enters(code)

    def enters(self, code: str) -> Self:
        """Tries a code."""
        return self.fills({"code": code}).presses("Open")

    def sees_where_it_stands(self) -> Self:
        """The status page, after the town's machine has done what it can."""
        self.follows("To the state of my application")
        return self.looks_again()

    def reads_letter(self, *words: str) -> Self:
        """The newest letter is a PDF with these words."""
        with self.page.expect_download() as coming:
            self.page.locator("main :is(a, button)", has_text="(PDF").first.click()
        pdf = Path(coming.value.path()).read_bytes()
        assert pdf.startswith(b"%PDF")
        text = " ".join(ReadLetter(pdf).text.split())
        for word in words:
            assert word in text, f"»{word}« is not in the letter:\n{text}"
        return self


class Clerk(Person):
    """Somebody with an account in the town."""

    def __init__(self, site: TownSite, slug: str, user: Any) -> None:
        super().__init__(site, site.looks(user))
        self.slug = slug

    def opens_today(self) -> Self:
        """»Heute zu tun«."""
        self.goes_to(f"/{self.slug}/heute/")
        return self

    def takes(self, person: str) -> Self:
        """Opens the first task about this person."""
        self.reads(person)
        row = self.page.locator("main tr", has_text=person)
        return self.clicks(row.locator("a").first)

    def decides(self, outcome: str, reasons: str = "") -> Self:
        """Chooses, looks at the letter, decides for good."""
        self.fills({"outcome": outcome, **({"reasons": reasons} if reasons else {})})
        self.presses("See the letter")
        return self.clicks(self.page.locator("main button[name=confirm]"))

    def opens_case(self, number: str) -> Self:
        """Through the list of all cases."""
        self.goes_to(f"/{self.slug}/vorgaenge/")
        return self.clicks(self.page.locator("main a", has_text=number).first)


def photo(folder: Path, name: str) -> str:
    """A file as the camera of a phone leaves it."""
    path = folder / name
    path.write_bytes(JPEG)
    return str(path)
