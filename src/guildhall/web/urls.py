"""Every page's address. URLs are nouns. (Areas appear as they are built.)"""

import logging
from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
for area in (
    "today", "welcome", "programs", "joining", "screening", "studio", "people", "merging", "imports", "relationships",
    "inbox", "links", "outbox", "settings", "search", "help", "style",
):
    try:
        import_module(f"guildhall.web.{area}.urls")
        urlpatterns.append(path("", include(f"guildhall.web.{area}.urls")))
    except ImportError as error:
        logging.getLogger("guildhall").warning("area %s: %s", area, error)
