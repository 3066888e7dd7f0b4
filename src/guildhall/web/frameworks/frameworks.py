"""The list of frameworks, and one of them; a copy of one's own, retiring."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.competencies.access import CHANGE_FRAMEWORK, SEE_FRAMEWORK
from guildhall.competencies.actions.frameworks import (
    copy_framework,
    restore_framework,
    retire_framework,
)
from guildhall.competencies.models import Framework
from guildhall.competencies.queries.framework_pages import framework_rows, visible_frameworks
from guildhall.competencies.queries.frameworks import draft_of, newest_version
from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.permissions.access import get_visible_or_404, require, visible_to
from guildhall.web.frameworks.versions import in_section, show_version
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other

ON_A_PAGE = 25


@page(For.SIGNED_IN)
def frameworks(request: HallRequest) -> HttpResponse:
    """What the house has written or taken in, then what came with the product."""
    in_section(request)
    is_retired = request.GET.get("show") == "retired"
    rows = visible_frameworks(request.actor)
    shown = rows.filter(retired_at__isnull=not is_retired).order_by(
        F("organization__name").asc(nulls_last=True), "name", "pk"
    )
    paged = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = framework_rows(request.actor, list(paged.object_list))
    context = {
        "page": paged,
        "own": [line for line in lines if line.framework.organization_id is not None],
        "shared": [line for line in lines if line.framework.organization_id is None],
        "is_retired": is_retired,
        "is_running": not is_retired,
        "retired": rows.filter(retired_at__isnull=False).count(),
        "may_import": staffed(request).exists(),
        "breadcrumb": [(_("Programs"), programs_url(request)), (_("Frameworks"), None)],
    }
    return render(request, "frameworks/list.html", context)


@page(For.SIGNED_IN)
def framework(request: HallRequest, pk: int) -> HttpResponse:
    """The newest published version; while there is none, the draft."""
    row = get_visible_or_404(SEE_FRAMEWORK, request.actor, pk)
    version = newest_version(row) or draft_of(row)
    if version is None:
        raise NotVisible
    return show_version(request, version.pk)


@page(For.STAFF, "POST")
def copy(request: HallRequest, pk: int) -> HttpResponse:
    """A draft of one's own from what came with the product."""
    row = get_visible_or_404(SEE_FRAMEWORK, request.actor, pk)
    house = _chosen_house(request)
    own = copy_framework(framework=row, organization=house, by=request.actor, at=clock.now())
    messages.success(
        request,
        _("This copy is a draft of %(house)s. Change it, then publish it.") % {"house": house.name},
    )
    return see_other(reverse("framework", args=[own.pk]))


@page(For.STAFF, "POST")
def retire(request: HallRequest, pk: int) -> HttpResponse:
    """No program can choose it any more."""
    row = _changeable(request, pk)
    retire_framework(framework=row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is retired.") % {"name": row.name})
    return see_other(reverse("framework", args=[pk]))


@page(For.STAFF, "POST")
def restore(request: HallRequest, pk: int) -> HttpResponse:
    """Programs can choose it again."""
    row = _changeable(request, pk)
    restore_framework(framework=row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s can be chosen again.") % {"name": row.name})
    return see_other(reverse("framework", args=[pk]))


def staffed(request: HallRequest) -> QuerySet[Organization]:
    """The houses for which the reader may bring frameworks in."""
    return visible_to(STAFF_ORGANIZATION, request.actor).order_by("name")


def programs_url(request: HallRequest) -> str:
    """Where the reader's programs are."""
    return reverse(str(getattr(request, "section", "programs")))


def _chosen_house(request: HallRequest) -> Organization:
    asked = request.POST.get("organization", "")
    houses = staffed(request)
    if is_id(asked):
        return get_visible_or_404(STAFF_ORGANIZATION, request.actor, int(asked))
    house = houses.first()
    if house is None:
        own = Organization.objects.filter(memberships__person=request.person).first()
        if own is not None:
            require(STAFF_ORGANIZATION, request.actor, own)
        raise NotVisible
    return house


def _changeable(request: HallRequest, pk: int) -> Framework:
    row = get_visible_or_404(SEE_FRAMEWORK, request.actor, pk)
    require(CHANGE_FRAMEWORK, request.actor, row)
    return row
