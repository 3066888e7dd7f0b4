"""The page that opens without network, and the worker that opens it.

The page holds nothing about anybody: it is the same for everyone, signed in or not. What it shows
lies sealed on the device.
"""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control

from guildhall.web.offline.files import (
    WORKER,
    hours,
    part_urls,
    room_urls,
    shell_files,
    version,
)
from guildhall.web.shared.request import For, HallRequest, page


@page(For.ANYONE)
def offline(request: HallRequest) -> HttpResponse:
    """The same for everybody. Where it is opened without network, it comes from the device."""
    context = {"parts": part_urls(), "room": room_urls(), "hours": hours()}
    answer = render(request, "offline/offline.html", context)
    patch_cache_control(answer, no_cache=True)
    return answer


@page(For.ANYONE)
def offline_worker(request: HallRequest) -> HttpResponse:
    """The service worker. It stands at the root, because it answers for every page."""
    shell = {
        "version": version(),
        "page": reverse("offline"),
        "files": [static(name) for name in shell_files()],
        "hours": hours(),
    }
    scripts = ", ".join(json.dumps(url) for url in [*part_urls(), static(WORKER)])
    text = f"self.hallShell = {json.dumps(shell)};\nimportScripts({scripts});\n"
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    patch_cache_control(answer, no_cache=True)
    return answer
