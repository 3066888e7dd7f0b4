"""Changing what an organization knows of a member."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotAllowed
from guildhall.directory.access import CHANGE_PERSON, ORGANIZATION, SEE_PERSON
from guildhall.directory.models import AddressRequest, Membership, Person
from guildhall.directory.states import STAFF
from guildhall.flows.actions.addresses import change_record
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.web.people.forms import RecordForm
from guildhall.web.people.reach import shown_memberships
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def person_record(request: HallRequest, pk: int) -> HttpResponse:
    """The form and its saving; `?membership=` says which, where one staffs several."""
    person = get_visible_or_404(SEE_PERSON, request.actor, pk)
    require(CHANGE_PERSON, request.actor, person)
    membership = _staffed_membership(request, person)
    form = RecordForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        return see_other(reverse("person", args=[pk]))
    context = {
        "person": person,
        "membership": membership,
        "form": form,
        "asked": person.address_requests.filter(confirmed_at=None, withdrawn_at=None).first(),
        "breadcrumb": [
            (_("People"), reverse("people")),
            (person.name, reverse("person", args=[pk])),
            (_("Record"), None),
        ],
    }
    is_refused = request.method == "POST"
    return render(request, "people/record.html", context, status=422 if is_refused else 200)


def _staffed_membership(request: HallRequest, person: Person) -> Membership:
    staffed = request.actor.scopes(ORGANIZATION, *STAFF)
    rows = shown_memberships(request.actor, person.pk).filter(organization_id__in=staffed)
    wanted = request.GET.get("membership", "")
    chosen = rows.filter(pk=int(wanted)).first() if wanted.isdecimal() else rows.first()
    if chosen is None:
        raise NotAllowed(
            _("Coordinators keep this record. Your name and time zone are on your profile.")
        )
    return chosen


def _saved(request: HallRequest, form: RecordForm) -> bool:
    try:
        asked = change_record(
            membership=form.membership, by=request.actor, at=clock.now(), **form.cleaned_data
        )
    except InvalidInput as error:
        for field, words in (error.problems or {"": error.message}).items():
            form.add_error(field or None, words)
        return False
    messages.success(request, _saved_words(asked))
    return True


def _saved_words(asked: AddressRequest | None) -> str:
    if asked is None:
        return _("Saved.")
    words = {"email": asked.email, "name": asked.person.given_name}
    return _("Saved. %(email)s counts once %(name)s says yes; a link is on its way there.") % words
