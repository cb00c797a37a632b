"""Goes through the pages of a town as one person does: every link and every file, two of each kind of page."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

import pikepdf
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from core.letters.letter_reader import ReadLetter

EACH = 2
LINK = re.compile(r'(?:href|action)="([^"#]+)')
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass(frozen=True)
class Seen:
    """One page or file as text; `parts` are the cells of a table file."""

    address: str
    name: str
    text: str


def crawl(client: Client, slug: str) -> list[Seen]:
    """Everything that can be reached by following links from the start page or by typing an address without a key."""
    waiting = [f"/{slug}/", *(f"/{slug}/{path}" for path in plain_addresses())]
    known, counts, found = set(waiting), Counter[tuple[str, ...]](), []
    while waiting:
        address = waiting.pop(0)
        kind = _kind(address, slug)
        if kind is None or counts[kind] >= EACH:
            continue
        response = client.get(address, follow=True)
        if response.status_code >= 400:
            continue
        counts[kind] += 1
        landed = _kind(response.request["PATH_INFO"], slug) or kind
        found.append(Seen(address, landed[0], text_of(response)))
        for link in LINK.findall(_html(response)):
            target = unescape(link)
            if target.startswith("?"):
                target = urlsplit(address).path + target
            if target.startswith(f"/{slug}/") and target not in known:
                known.add(target)
                waiting.append(target)
    return found


def plain_addresses() -> list[str]:
    """Every address of the site that has no key in it."""

    def walk(patterns: list, prefix: str) -> list[str]:
        out = []
        for one in patterns:
            path = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                out += walk(one.url_patterns, path)
            elif isinstance(one, URLPattern) and "<" not in path and "^" not in path:
                out.append(path)
        return out

    return [path for path in walk(get_resolver().url_patterns, "") if not path.startswith("__")]


def _kind(address: str, slug: str) -> tuple[str, ...] | None:
    """Which page it is: its name and the words (not the keys) in its address."""
    try:
        match = resolve(urlsplit(address).path.removeprefix(f"/{slug}"))
    except Resolver404:
        return None
    if match.view_name == "set_language" or "logout" in match.view_name:
        return None
    words = [str(value) for key, value in match.kwargs.items() if key not in ("project", "token")]
    return (match.view_name, *(word for word in words if not UUID.fullmatch(word)))


def _html(response: HttpResponse) -> str:
    return response.content.decode() if response["Content-Type"].startswith("text/html") else ""


def text_of(response: HttpResponse) -> str:
    """What a person reads: words of a page, cells of a workbook, text and attachments of a PDF, anything else raw."""
    kind, content = response["Content-Type"], b"".join(response) if response.streaming else response.content
    if kind.startswith("text/html"):
        return words_of(content.decode())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            files = [file.get_file().read_bytes().decode("utf-8", "replace") for file in pdf.attachments.values()]
        return "\n".join([ReadLetter(content).root.text, *files])
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            inside = [parts.read(name).decode("utf-8", "replace") for name in parts.namelist() if name.endswith("xml")]
        return words_of("\n".join(inside))
    return content.decode("utf-8-sig", "replace")


def words_of(html: str) -> str:
    """Visible words and what stands in fields, without scripts."""
    shown = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    fields = " ".join(re.findall(r'<input[^>]*type="(?:text|number|date)"[^>]*value="([^"]*)"', shown))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown) + " " + fields).split())
