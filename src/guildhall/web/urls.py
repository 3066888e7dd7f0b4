"""Every page's address, one line an area. URLs are nouns."""

from django.urls import URLPattern, URLResolver, include, path

AREAS = (
    "today",
    "welcome",
    "account",
    "programs",
    "standards",
    "frameworks",
    "joining",
    "screening",
    "studio",
    "people",
    "merging",
    "imports",
    "relationships",
    "circles",
    "hours",
    "hours_worked",
    "finding",
    "agreements",
    "meetings",
    "goals",
    "passports",
    "preceptors",
    "instruction",
    "board",
    "conversations",
    "signing",
    "offline",
    "stories",
    "challenges",
    "consults",
    "reflections",
    "safety",
    "concerns",
    "courses",
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
