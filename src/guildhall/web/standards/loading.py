"""Loading a program for the pages of its standards, and the frame around them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.programs.models import Program
from guildhall.standards.access import KEEP_STANDARDS, READ_STANDARDS
from guildhall.web.shared.request import HallRequest


def load(request: HallRequest, pk: int) -> Program:
    """The program; the 404 of a missing id for whoever may not read its standards."""
    rows = Program.objects.select_related("organization")
    return get_visible_or_404(READ_STANDARDS, request.actor, pk, rows)


def load_to_keep(request: HallRequest, pk: int) -> Program:
    """The same for whoever records and chooses; readers are refused."""
    row = load(request, pk)
    require(KEEP_STANDARDS, request.actor, row)
    return row


def framed(request: HallRequest, program: Program, title: str = "") -> dict[str, Any]:
    """What each of these pages shows around its own content."""
    here = reverse("standards", args=[program.pk])
    ways: list[tuple[str, str | None]] = [
        (_("Programs"), reverse("programs")),
        (program.name, reverse("program", args=[program.pk])),
        (_("Standards"), here if title else None),
    ]
    return {
        "program": program,
        "can_keep": may(KEEP_STANDARDS, request.actor, program),
        "breadcrumb": [*ways, (title, None)] if title else ways,
    }
