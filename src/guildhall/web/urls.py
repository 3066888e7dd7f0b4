"""Every page's address, one line an area. URLs are nouns."""

from django.urls import URLPattern, URLResolver, include, path

AREAS = (
    "today",
    "welcome",
    "account",
    "programs",
    "joining",
    "screening",
    "studio",
    "people",
    "merging",
    "imports",
    "relationships",
    "circles",
    "hours",
    "finding",
    "agreements",
    "meetings",
    "goals",
    "conversations",
    "stories",
    "challenges",
    "consults",
    "reflections",
    "safety",
    "endings",
    "ripple",
    "inbox",
    "links",
    "outbox",
    "settings",
    "search",
    "help",
    "style",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"guildhall.web.{area}.urls")) for area in AREAS
]
