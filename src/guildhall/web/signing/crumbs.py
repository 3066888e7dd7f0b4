"""Loading a passport for pages of signing, and the way back from them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.assessment.access import READ_PASSPORT
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.gate import detailed_passports
from guildhall.permissions.access import get_visible_or_404, may
from guildhall.web.shared.request import HallRequest

Breadcrumb = list[tuple[str, str | None]]


def load_passport(request: HallRequest, pk: int) -> Passport:
    """The passport; the 404 of a missing id for whoever may not read it."""
    return get_visible_or_404(READ_PASSPORT, request.actor, pk, detailed_passports())


def passport_crumbs(
    request: HallRequest, passport: Passport, *more: tuple[str, str | None]
) -> Breadcrumb:
    """From the passport, for who reads it; for an assessor from what they were asked."""
    if may(READ_PASSPORT, request.actor, passport):
        request.section = "passports"  # type: ignore[attr-defined]
        here = reverse("passport", args=[passport.pk])
        return [(_("Passports"), reverse("passports")), (passport.learner.name, here), *more]
    return sign_off_crumbs(*more)


def gate_crumbs(*more: tuple[str, str | None]) -> Breadcrumb:
    """From the search at the gate."""
    return [(_("Ward check"), reverse("gate_search")), *more]


def sign_off_crumbs(*more: tuple[str, str | None]) -> Breadcrumb:
    """From the list of what waits."""
    return gate_crumbs((_("Sign-offs"), reverse("sign_offs") if more else None), *more)
