"""Every page's address, one line an area. URLs are nouns."""

from django.urls import URLPattern, URLResolver, include, path

AREAS = (
    "today",
    "welcome",
    "programs",
    "joining",
    "screening",
    "studio",
    "people",
    "merging",
    "imports",
    "relationships",
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
