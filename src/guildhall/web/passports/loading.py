"""Loading a passport for its pages, and the frame around them."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.assessment.access import READ_PASSPORT
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.lists import RELATED
from guildhall.assessment.queries.passport import PassportPage, passport_page
from guildhall.core import clock
from guildhall.permissions.access import get_visible_or_404
from guildhall.web.shared.request import HallRequest

Breadcrumb = list[tuple[str, str | None]]


def load(request: HallRequest, pk: int) -> Passport:
    """The passport; the 404 of a missing id for whoever may not read it."""
    rows = Passport.objects.select_related(*RELATED)
    return get_visible_or_404(READ_PASSPORT, request.actor, pk, rows)


def today_for(request: HallRequest) -> date:
    """The day where the reader is."""
    return clock.today(request.person.time_zone)


def read(request: HallRequest, passport: Passport) -> PassportPage:
    """Everything on the page of a passport, today."""
    return passport_page(passport, today_for(request))


def framed(request: HallRequest, passport: Passport, title: str = "") -> dict[str, Any]:
    """What a page of or below a passport shows around its own content."""
    return {
        "passport": passport,
        "is_own": passport.learner_id == request.person.pk,
        "breadcrumb": breadcrumb(passport, title),
    }


def breadcrumb(passport: Passport, title: str = "") -> Breadcrumb:
    """From the list to this page."""
    here = reverse("passport", args=[passport.pk])
    first: Breadcrumb = [(_("Passports"), reverse("passports"))]
    if not title:
        return [*first, (passport.learner.name, None)]
    return [*first, (passport.learner.name, here), (title, None)]
