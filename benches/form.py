"""`fahrwasser bench form`: one page of a 100-field form with 100 rules, from the browser's POST to the redirect.

Real requests over one kept-open connection to the web server as `fahrwasser run` starts it: municipality found, policy
set, CSRF checked, page read, all rules worked out, the draft written and committed. `rules_ms`: the 100 rules alone.
"""

import http.client
import json
import os
import re
import sys
import tempfile
import time
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from cases_town import package, prepare
from common import median, options, percentile, publish, report
from fahrwasser.core.forms import journey
from fahrwasser.run.postgres import temporary_cluster
from form_sample import GROUPS, NOW, sample_answers, sample_form, sample_post, sample_rules, sample_schema
from pages_server import open_server

WARM_UP = 20
SLUG, SERVICE = "feldstadt", "hundert"


def main(argv: list[str]) -> int:
    """Fills a whole draft once, then posts its pages again and again."""
    chosen = options("form", argv, extra=(("requests", 100.0), ("rules", 200.0)))
    with temporary_cluster() as cluster, tempfile.TemporaryDirectory() as home:
        prepare(cluster, home)
        _adopted()
        os.environ |= {"DATABASE_URL": cluster.web_url, "TRUSTED_PROXIES": "127.0.0.1"}
        with open_server(cluster) as connection:
            draft = _filled(connection)
            for number in range(WARM_UP):
                _post_page(connection, draft, number % GROUPS)
            rounds = [
                [_post_page(connection, draft, number % GROUPS) for number in range(int(chosen.requests))]
                for _ in range(chosen.rounds)
            ]
    rules = [_rules_ms(int(chosen.rules)) for _ in range(chosen.rounds)]
    metrics = {
        "page_ms_p95": round(median([percentile(times, 0.95) for times in rounds]), 2),
        "page_ms_median": round(median([median(times) for times in rounds]), 2),
        "rules_ms": round(median([one for one, _ in rules]), 4),
        "journey_ms": round(median([way for _, way in rules]), 4),
    }
    return publish(report("form", chosen.rounds, metrics, fields=100, rules=100), as_json=chosen.json)


def _adopted() -> None:
    """A town where this form can be filled in; written as owner."""
    from fahrwasser.core.packages.files import Package
    from fahrwasser.web.catalogue.models import Adoption, ParameterSet
    from fahrwasser.web.catalogue.releases import publish as publish_release
    from fahrwasser.web.tenants.actions import create_sample
    from fahrwasser.web.tenants.context import working_for

    files = {name: content for name, content in package().files.items() if name != "formular.ui.json"}
    files["formular.schema.json"] = json.dumps(sample_schema(), ensure_ascii=False).encode()
    release, _is_new = publish_release(Package(files))
    town = create_sample(SLUG, "Feldstadt", 7800)
    with working_for(town):
        values = ParameterSet.objects.create(municipality=town, package=release.package, number=1, values={})
        Adoption.objects.create(
            municipality=town,
            package=release.package,
            slug="hundert",
            release=release,
            parameters=values,
            state="active",
        )


class Draft:
    """The browser's side: cookies, the address of the draft and a valid token of its pages."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.address = ""
        self.token = ""
        self.sent = 0

    def take(self, response: http.client.HTTPResponse) -> None:
        """Cookies that the server sets."""
        for header in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value

    def headers(self) -> dict[str, str]:
        """As a browser sends them; from an address of its own each time, as many people would."""
        self.sent += 1
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Language": "de",
            "X-Forwarded-For": f"10.0.{self.sent // 250}.{self.sent % 250}",
        }


def _filled(connection: http.client.HTTPConnection) -> Draft:
    """A draft with every page answered."""
    draft = Draft()
    start = f"/{SLUG}/dienste/{SERVICE}/antrag/"
    connection.request("GET", start, headers=draft.headers())
    response = connection.getresponse()
    draft.take(response)
    draft.token = _token(response.read())
    body = urlencode({**sample_post(0), "csrfmiddlewaretoken": draft.token, "next": "1"}, doseq=True)
    connection.request("POST", start, body, headers=draft.headers())
    response = connection.getresponse()
    response.read()
    draft.take(response)
    if response.status != 302:
        raise RuntimeError(f"the first page answered {response.status}")
    draft.address = response.headers["Location"].split("seite/")[0]
    for group in range(1, GROUPS):
        _post_page(connection, draft, group)
    return draft


def _token(page: bytes) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError("the page has no CSRF token")
    return found[1].decode()


def _post_page(connection: http.client.HTTPConnection, draft: Draft, group: int) -> float:
    """Milliseconds from the first byte sent to the redirect read; raises RuntimeError for anything else."""
    body = urlencode({**sample_post(group), "csrfmiddlewaretoken": draft.token, "next": "1"}, doseq=True)
    begun = time.perf_counter()
    connection.request("POST", f"{draft.address}seite/g{group}/", body, headers=draft.headers())
    response = connection.getresponse()
    response.read()
    took = 1000 * (time.perf_counter() - begun)
    if response.status != 302:
        raise RuntimeError(f"page g{group} answered {response.status}")
    return took


def _rules_ms(times: int) -> tuple[float, float]:
    """Milliseconds for the 100 rules alone, and for a whole journey with reading and checking the answers."""
    form, answers = sample_form(), sample_answers()
    scope: dict[str, Any] = {**journey(form, answers, now=NOW).facts, "heute": NOW.date(), "parameter": None}
    rules = sample_rules(form)
    begun = time.perf_counter()
    for _ in range(times):
        for rule in rules:
            rule(scope, now=NOW)
    alone = 1000 * (time.perf_counter() - begun) / times
    begun = time.perf_counter()
    for _ in range(times):
        journey(form, answers, now=NOW)
    return alone, 1000 * (time.perf_counter() - begun) / times


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
