"""A walk over every page that somebody can reach, following links as a person would."""

import re
from collections import deque

from django.test import Client

LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
# What leaves the house or ends the session.
SHUT = ("/static/", "/account/logout", "/demo/", "/accounts/logout")
MOST = 160


def walk(client: Client, *starts: str) -> dict[str, str]:
    """The text of every page reached by GET, by path; pages that refuse are in it, too."""
    seen: dict[str, str] = {}
    waiting = deque(["/", "/search/?q=canary", *starts])
    kinds: dict[str, int] = {}
    while waiting and len(seen) < MOST:
        path = waiting.popleft().replace("&amp;", "&")
        if not path.startswith("/"):
            continue
        kind = re.sub(r"\d+", "N", path)
        if path in seen or path.startswith(SHUT) or kinds.get(kind, 0) >= 3:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = client.get(path)
        if "Location" in answer.headers:
            waiting.append(answer.headers["Location"])
        content = b"".join(answer) if answer.streaming else answer.content
        seen[path] = content.decode(errors="replace")
        if "html" in answer.headers.get("Content-Type", ""):
            waiting.extend(LINK.findall(seen[path]))
    return seen
