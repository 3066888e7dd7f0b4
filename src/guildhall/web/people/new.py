"""Adding one person by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotAllowed
from guildhall.directory.actions.members import add_member
from guildhall.directory.models import Membership
from guildhall.directory.queries.organizations import staffed_organizations
from guildhall.flows.actions.inviting import invite_by_mail
from guildhall.web.people.forms import NewPersonForm
from guildhall.web.people.reach import lists_people
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST", when=lists_people)
def person_new(request: HallRequest) -> HttpResponse:
    """Add somebody to an organization that one staffs; an invitation goes along where wished."""
    organizations = staffed_organizations(request.actor)
    if not organizations:
        raise NotAllowed(_("Your role does not include this. Ask a coordinator."))
    form = NewPersonForm(request.POST or None, organizations=organizations)
    membership = _added(request, form) if request.method == "POST" and form.is_valid() else None
    if membership is not None:
        messages.success(request, _("%(name)s is here now.") % {"name": membership.person.name})
        return see_other(reverse("person", args=[membership.person_id]))
    context = {
        "form": form,
        "organization": form.only,
        "breadcrumb": [(_("People"), reverse("people")), (_("New person"), None)],
    }
    is_refused = request.method == "POST"
    return render(request, "people/new.html", context, status=422 if is_refused else 200)


def _added(request: HallRequest, form: NewPersonForm) -> Membership | None:
    """The new membership, or nothing where it was refused and the form says why."""
    values = dict(form.cleaned_data)
    is_invited = values.pop("is_invited")
    values.pop("house", None)
    organization = form.organization()
    assert organization is not None
    at = clock.now()
    try:
        membership = add_member(organization=organization, by=request.actor, at=at, **values)
    except InvalidInput as error:
        for field, words in (error.problems or {"": error.message}).items():
            form.add_error(field or None, words)
        return None
    if is_invited:
        invite_by_mail(organization=organization, email=values["email"], by=request.actor, at=at)
    return membership
