"""Every page that a link leads to, for each role: axe finds nothing, at 1280 and at 320 px, German and English."""

from functools import cache
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser

from sharing import SharedServer
from visitor import Barrier, Visitor
from whole_site import running_site

PEOPLE = (
    ("/", ""),
    ("/erlenbrueck/", "Silke Lotbaum"),
    ("/lindenau/", "Karin Fährmann"),
    ("/erlenbrueck/", "Uwe Hafenmeister"),
    ("/erlenbrueck/", "Petra Bake"),
    ("/begleitung/", "Thomas Steuermann"),
    ("/erlenbrueck/", "Thomas Steuermann"),
    ("/", "Doris Leuchtfeuer"),
    ("/lindenau/", "Jens Tonne"),
    ("/erlenbrueck/dienste/", ""),
    ("/erlenbrueck/", "Ralf Poller"),
)
# These differ by who looks at them.
OWN_FOR_EACH_ROLE = {"home", "agenda", "inventory", "papers", "service", "coaching", "network"}
# Where they lead on depends on what is in them: the walk looks at each of them.
EACH_ONE = {"agenda_voice", "project_invoices"}
# Files, and the end of the walk.
NOT_PAGES = {
    "document", "file_document", "paper_head", "account_logout", "adoption_letter", "case_paper", "api_description",
    "agenda_contracts_calendar", "calendar",
    "table_template", "table_export", "table_copy",
}  # fmt: skip
NEVER_MISSING = {
    "services_offered", "service_info", "service_paper", "apply", "apply_for", "today", "counter", "cases", "files",
    "file_lookups", "catalogue", "adoption", "adoption_parameter", "adoption_binding", "adoption_level", "apply_test",
    "coaching_visit", "coaching_workshop", "state",
    "coaching", "coach_meetings", "coach_newsletter", "network", "network_question", "network_meetings",
    "network_modules", "network_solutions", "network_requests", "network_partners", "network_comparison",
    "agenda_whatif", "agenda_sure", "agenda_board", "agenda_timeline", "agenda_going", "project", "agenda_procurement",
    "agenda_staff", "agenda_gains", "agenda_voice_new", "agenda_voices", "agenda_trainings", "agenda_comparisons",
    "agenda_comparison", "agenda_position", "agenda_funding", "agenda_contracts", "paper_agenda", "agenda_versions",
    "inventory_solo", "inventory_notebook", "inventory_notebook_part", "inventory_notebook_print",
    "project_invoices", "project_invoice", "agenda_voice", "network_remarks", "network_remark_new",
    "tables", "table_import", "usage", "usage_switch",
}  # fmt: skip
FORBIDDEN = 400
AT_LEAST = 55  # kinds of page; fewer means that the crawl itself is broken


@cache
def kind(path: str) -> str:
    """The name of the address, whatever its key; a town's prefix does not matter. '' for no page of ours."""
    for candidate in (path, "/" + path.lstrip("/").partition("/")[2]):
        try:
            return resolve(candidate).view_name or candidate
        except Resolver404:
            continue
    return ""


def links_of(visitor: Visitor) -> list[str]:
    """Addresses on this site that the page leads to."""
    hrefs = visitor.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    return sorted({urlsplit(href).path for href in hrefs if href.startswith(visitor.address)})


def test_every_page_is_free_of_barriers(chromium: Browser, database_server: SharedServer, tmp_path) -> None:
    barriers: list[str] = []
    seen: set[str] = set()
    with running_site(database_server, tmp_path, weeks=8) as address:
        for start, name in PEOPLE:
            context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
            visitor = Visitor(context.new_page(), address, with_scripts=True)
            visitor.goes_to(start if not name else "/")
            if name:
                visitor.presses(name)
            walked = walk(visitor, start, seen, barriers)
            narrow_and_english(visitor, walked, barriers)
            visitor.refuse_console_errors()
            context.close()
    assert barriers == []
    assert len(seen) >= AT_LEAST, sorted(seen)
    assert NEVER_MISSING - seen == set()


def walk(visitor: Visitor, start: str, seen: set[str], barriers: list[str]) -> list[str]:
    """Follows every link to a kind of page not yet seen by this person.

    Where roles see the same and somebody has looked already, the page has only to open.
    """
    before = seen - OWN_FOR_EACH_ROLE
    walked: list[str] = []
    mine: set[str] = set()
    waiting = [(start, "")]
    while waiting:
        path, found_on = waiting.pop(0)
        name = kind(path)
        known = path in walked if name in EACH_ONE else name in mine
        if known or not name or name in NOT_PAGES:
            continue
        mine.add(name)
        if name in before:
            if (status := visitor.page.request.get(visitor.address + path).status) >= FORBIDDEN:
                barriers.append(f"{found_on} offers a link that is closed to this person: {path} answers {status}")
            continue
        seen.add(name)
        walked.append(path)
        _visit(visitor, path, barriers)
        waiting += [(link, path) for link in links_of(visitor)]
    return walked


def narrow_and_english(visitor: Visitor, paths: list[str], barriers: list[str]) -> None:
    """The same pages on a phone 320 px wide and in English."""
    visitor.presses("English")
    visitor.page.set_viewport_size({"width": 320, "height": 800})
    for path in paths:
        _visit(visitor, path, barriers)
        assert visitor.page.locator("html").get_attribute("lang") == "en"


def _visit(visitor: Visitor, path: str, barriers: list[str]) -> None:
    try:
        visitor.goes_to(path)
    except Barrier as barrier:
        barriers.append(str(barrier))
