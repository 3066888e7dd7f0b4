"""How the people of a pair are, and introductions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.models import Person
from guildhall.mentoring.actions.introductions import answer_introduction, offer_introduction
from guildhall.mentoring.actions.reflections import check_in, take_check_in_back
from guildhall.mentoring.models import CheckIn
from guildhall.mentoring.queries.known import colleague_named
from guildhall.mentoring.queries.reflections import (
    check_ins_of,
    introduction_by_code,
    introductions_of,
)
from guildhall.mentoring.reflection_access import READ_CHECK_IN
from guildhall.mentoring.wisdom_states import IntroductionState
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.reflections.forms import MOODS, CheckInForm, IntroductionForm
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

MOST = 60


@page(For.SIGNED_IN, "GET", "POST")
def well_being(request: HallRequest, pk: int) -> HttpResponse:
    """How we are, and one tap to say it."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        check_in(relationship=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Told. It stays between you."))
        return see_other(reverse("relationship_well_being", args=[pk]))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    words = dict(MOODS)
    context = {
        "found": found,
        "checks": [
            (one, words[int(one.mood)]) for one in check_ins_of(row, actor=request.actor, most=MOST)
        ],
        "moods": MOODS,
        "form": form,
        "can_write": row.state in ("active", "paused", "closing") and not row.contact_rests_since,
        "you_id": request.person.pk,
        "heading": heading(found),
        "breadcrumb": breadcrumb(found, (_("How we are"), None)),
    }
    status = 422 if form.errors else 200
    return render(request, "reflections/well_being.html", context, status=status)


@page(For.SIGNED_IN, "POST")
def check_in_removal(request: HallRequest, pk: int) -> HttpResponse:
    """Take it back."""
    rows = CheckIn.objects.select_related("relationship")
    row = get_visible_or_404(READ_CHECK_IN, request.actor, pk, rows)
    take_check_in_back(check=row, by=request.actor, at=clock.now())
    return see_other(reverse("relationship_well_being", args=[row.relationship_id]))


@page(For.SIGNED_IN, "GET", "POST")
def introductions(request: HallRequest, pk: int) -> HttpResponse:
    """Those of this pair, and for whoever guides a form to offer one."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    form = IntroductionForm(
        request.POST if request.method == "POST" else None, members=found.members
    )
    if form.is_valid() and _offered(request, row, form):
        return see_other(reverse("relationship_introductions", args=[pk]))
    context = {
        "found": found,
        "introductions": introductions_of(row, actor=request.actor),
        "form": form,
        "can_offer": bool(found.you and found.you.party.side == "guide")
        and row.state in ("active", "paused", "closing"),
        "heading": heading(found),
        "breadcrumb": breadcrumb(found, (_("Introductions"), None)),
    }
    status = 422 if form.errors else 200
    return render(request, "reflections/introductions.html", context, status=status)


@page(For.SIGNED_IN, "GET", "POST")
def introduction(request: HallRequest, code: str) -> HttpResponse:
    """For the three of them; the two answer, and see addresses once both have said yes."""
    row = introduction_by_code(code, actor=request.actor)
    me = request.person.pk
    if request.method == "POST":
        answer = request.POST.get("agrees", "")
        if answer not in ("yes", "no"):
            raise NotVisible
        answer_introduction(
            introduction=row, agrees=answer == "yes", by=request.actor, at=clock.now()
        )
        messages.success(request, _("Thank you for your answer."))
        return see_other(reverse("introduction", args=[code]))
    other = row.colleague if me == row.learner_id else row.learner
    own_yes = row.learner_yes_at if me == row.learner_id else row.colleague_yes_at
    is_one = me in (row.learner_id, row.colleague_id)
    context = {
        "introduction": row,
        "other": other,
        "can_answer": is_one and row.state == IntroductionState.ASKED and not own_yes,
        "waits": is_one and row.state == IntroductionState.ASKED and own_yes,
        "address": other.email if is_one and row.state == IntroductionState.MADE else "",
        "breadcrumb": [(_("An introduction"), None)],
    }
    return render(request, "reflections/introduction.html", context)


def _offered(request: HallRequest, row: Relationship, form: IntroductionForm) -> bool:
    data = form.cleaned_data
    colleague = colleague_named(request.actor, data["colleague"])
    if colleague is None:
        problem = _("Nobody whom you can see here has exactly this name or address.")
        form.add_error("colleague", problem)
        return False
    try:
        offer_introduction(
            relationship=row,
            learner=Person.objects.get(pk=int(data["learner"])),
            colleague=colleague,
            line=data["line"],
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        refuse(form, error)
        return False
    messages.success(request, _("Both are asked. Addresses are shared once both say yes."))
    return True
