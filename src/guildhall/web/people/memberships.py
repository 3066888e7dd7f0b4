"""Somebody leaves an organization, is given a role or loses one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.directory.access import ADMINISTER_ORGANIZATION, SEE_PERSON, STAFF_ORGANIZATION
from guildhall.directory.actions.members import end_membership, end_role, grant_role
from guildhall.directory.models import Membership, RoleGrant
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.programs.models import Enrollment
from guildhall.programs.states import LIVE
from guildhall.web.people.forms import RoleForm
from guildhall.web.people.reach import shown_memberships
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def membership_end(request: HallRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Say what will happen; on POST it happens."""
    membership = _membership(request, pk, membership_pk)
    require(STAFF_ORGANIZATION, request.actor, membership.organization)
    if membership.ended_at is not None:
        raise WrongState(_("This membership has ended already."))
    person, organization = membership.person, membership.organization
    if request.method == "POST":
        end_membership(membership=membership, by=request.actor, at=clock.now())
        words = _("%(name)s no longer belongs to %(house)s.")
        messages.success(request, words % {"name": person.name, "house": organization.name})
        return see_other(reverse("person", args=[pk]))
    enrolled = Enrollment.objects.filter(
        person=person, state__in=LIVE, cohort__program__organization=organization
    )
    context = {
        "person": person,
        "membership": membership,
        "roles": membership.roles.filter(ended_at__isnull=True),
        "enrolled": enrolled.count(),
        "breadcrumb": [
            (_("People"), reverse("people")),
            (person.name, reverse("person", args=[pk])),
            (_("End membership"), None),
        ],
    }
    return render(request, "people/membership_end.html", context)


@page(For.SIGNED_IN, "POST")
def roles(request: HallRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Give a role."""
    membership = _membership(request, pk, membership_pk)
    require(ADMINISTER_ORGANIZATION, request.actor, membership.organization)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("Choose one of the roles, then give it."))
    if membership.ended_at is not None:
        raise WrongState(_("Only members hold roles, and this membership has ended."))
    grant = grant_role(
        membership=membership, role=form.cleaned_data["role"], by=request.actor, at=clock.now()
    )
    words = _("%(name)s has the role %(role)s now.")
    values = {"name": membership.person.name, "role": grant.get_role_display().lower()}
    messages.success(request, words % values)
    return see_other(reverse("person", args=[pk]))


@page(For.SIGNED_IN, "POST")
def role_end(request: HallRequest, pk: int, grant_pk: int) -> HttpResponse:
    """Take a role away."""
    grant = (
        RoleGrant.objects.filter(pk=grant_pk, ended_at__isnull=True)
        .select_related("membership__organization", "membership__person")
        .first()
    )
    if grant is None:
        raise NotVisible
    _membership(request, pk, grant.membership_id)
    end_role(grant=grant, by=request.actor, at=clock.now())
    messages.success(request, _("The role was taken away."))
    return see_other(reverse("person", args=[pk]))


def _membership(request: HallRequest, pk: int, membership_pk: int) -> Membership:
    """A membership of this person that the actor knows of, or the answer of a missing one."""
    get_visible_or_404(SEE_PERSON, request.actor, pk)
    found = shown_memberships(request.actor, pk).filter(pk=membership_pk).first()
    if found is None:
        raise NotVisible
    return found
