"""Join links of a cohort, and their QR codes."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.permissions.access import get_visible_or_404, may
from guildhall.programs.access import CHANGE_JOIN_LINK
from guildhall.programs.actions.joining import close_join_link, open_join_link
from guildhall.programs.models import JoinLink
from guildhall.web.programs.cohort import changeable_cohort
from guildhall.web.programs.forms import LinkForm
from guildhall.web.shared.codes import code_picture
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.STAFF, "GET", "POST")
def links(request: HallRequest, pk: int) -> HttpResponse:
    """All links of a cohort; POST opens one."""
    cohort = changeable_cohort(request, pk)
    program = cohort.program
    may_admit = may(STAFF_ORGANIZATION, request.actor, program.organization)
    form = LinkForm(
        request.POST or None, program=program, may_admit=may_admit, initial={"side": "learner"}
    )
    if request.method == "POST" and form.is_valid():
        open_join_link(cohort=cohort, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The link is open. Copy it, or print its code."))
        return see_other(reverse("join_links", args=[pk]))
    rows = list(cohort.join_links.order_by("closed_at", "pk"))
    context = {
        "cohort": cohort,
        "program": program,
        "open": [_LinkRow(row, program.word(row.side)) for row in rows if row.closed_at is None],
        "closed": [row for row in rows if row.closed_at is not None],
        "form": form,
        "breadcrumb": [
            (_("Programs"), reverse("programs")),
            (program.name, reverse("program", args=[program.pk])),
            (cohort.name, reverse("cohort", args=[pk])),
            (_("Join links"), None),
        ],
    }
    request.section = "programs"  # type: ignore[attr-defined]
    return render(request, "programs/links.html", context, status=422 if form.errors else 200)


class _LinkRow:
    """A link as the page shows it: with its whole address and the program's word."""

    def __init__(self, link: JoinLink, word: str) -> None:
        self.link = link
        self.word = word
        self.address = join_address(link)


@page(For.STAFF)
def code(request: HallRequest, pk: int) -> HttpResponse:
    """The QR code of a link, as a picture that prints at any size."""
    link = get_visible_or_404(CHANGE_JOIN_LINK, request.actor, pk)
    return code_picture(join_address(link))


@page(For.STAFF, "POST")
def close(request: HallRequest, pk: int) -> HttpResponse:
    """Close a link."""
    link = get_visible_or_404(CHANGE_JOIN_LINK, request.actor, pk)
    close_join_link(join_link=link, by=request.actor, at=clock.now())
    messages.success(request, _("The link is closed. Who came by it stays."))
    return see_other(reverse("join_links", args=[link.cohort_id]))


def join_address(link: JoinLink) -> str:
    """The whole address, as it is printed and sent."""
    return f"{settings.GUILDHALL_BASE_URL}{reverse('join', args=[link.token])}"
