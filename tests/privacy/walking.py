"""A walk over every page that somebody can reach, following links as a person would."""

import re
from collections import Counter, deque

from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from tests.privacy.secret import WORD

LINK = re.compile(r'href="(/[^"#]*)')
# What leaves the house, ends the session, or holds nobody's words.
SHUT = ("/static/", "/account", "/demo/", "/help/", "/style/", "/programs/new/")
# So many pages of one kind are looked at by following links; the secrets' own are all looked at.
OF_A_KIND = 1
MOST = 400


def walk(client: Client, *starts: str) -> dict[str, str]:
    """The text of every page reached by GET, by path; pages that refuse are in it, too."""
    first = ("/", f"/search/?q={WORD}", *starts)
    seen: dict[str, str] = {}
    waiting, kinds = deque(first), Counter()
    while waiting and len(seen) < MOST:
        path = waiting.popleft().replace("&amp;", "&")
        if path in seen or not path.startswith("/") or path.startswith(SHUT):
            continue
        kind = kind_of(path)
        if path not in first and kinds[kind] >= OF_A_KIND:
            continue
        kinds[kind] += 1
        answer = page_of(client, path)
        if "Location" in answer.headers:
            waiting.append(answer.headers["Location"])
        content = b"".join(answer) if answer.streaming else answer.content
        seen[path] = content.decode(errors="replace")
        if "html" in answer.headers.get("Content-Type", ""):
            waiting.extend(LINK.findall(seen[path]))
    assert len(seen) < MOST
    return seen


def page_of(client: Client, path: str) -> HttpResponseBase:
    """As `client.get`, without keeping the context of every template for a test to look at."""
    page, _question, query = path.partition("?")
    environ = client._base_environ(PATH_INFO=page, QUERY_STRING=query)
    return client.handler(environ)


def kind_of(path: str) -> str:
    """The same for the same page of different rows."""
    page, _question, query = path.partition("?")
    names = sorted(part.partition("=")[0] for part in query.split("&"))
    try:
        return f"{resolve(page).route}?{names}"
    except Resolver404:
        return re.sub(r"\d+", "N", path)
