"""The challenges of a pair or circle, and one of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.mentoring.actions.challenges import (
    FEWEST_TO_HIDE_AMONG,
    add_entry,
    change_challenge,
    pass_challenge_on,
    put_challenge,
    settle_challenge,
    take_challenge_back,
    take_entry_back,
)
from guildhall.mentoring.actions.lessons import begin_lesson
from guildhall.mentoring.challenge_access import (
    CHANGE_CHALLENGE,
    CHANGE_ENTRY,
    PASS_CHALLENGE_ON,
)
from guildhall.mentoring.models import Challenge, ChallengeEntry
from guildhall.mentoring.queries.challenges import (
    ChallengeShown,
    challenge_by_code,
    challenges_of,
    entries_of,
)
from guildhall.mentoring.queries.known import own_houses
from guildhall.mentoring.queries.lessons import voices_of
from guildhall.mentoring.wisdom_states import EntryKind
from guildhall.permissions.access import may, require, visible_to
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.queries.page import RelationshipPage, relationship_page
from guildhall.relationships.states import RelationshipState
from guildhall.web.challenges.forms import ChallengeForm, EntryForm, PassOnForm
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def challenges(request: HallRequest, pk: int) -> HttpResponse:
    """All of a pair, and a form to put one."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    can_hide = row.is_circle and len(found.members) >= FEWEST_TO_HIDE_AMONG
    form = ChallengeForm(request.POST if request.method == "POST" else None, can_hide=can_hide)
    if form.is_valid():
        put = put_challenge(relationship=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        if put.is_anonymous:
            messages.success(request, _("It appears tomorrow, without your name."))
            return see_other(reverse("relationship_challenges", args=[pk]))
        return see_other(reverse("challenge", args=[put.code]))
    context = {
        "found": found,
        "challenges": challenges_of(row, actor=request.actor, on=clock.now().date()),
        "form": form,
        "can_write": _is_open(row.state, rests=row.contact_rests_since is not None),
        "few": row.is_circle and not can_hide,
        "heading": heading(found),
        "breadcrumb": breadcrumb(found, (_("Challenges"), None)),
    }
    status = 422 if form.errors else 200
    return render(request, "challenges/challenges.html", context, status=status)


@page(For.SIGNED_IN, "GET", "POST")
def challenge(request: HallRequest, code: str) -> HttpResponse:
    """Read one, and add to it."""
    shown = challenge_by_code(code, actor=request.actor)
    row = shown.challenge
    form = EntryForm(
        request.POST if request.method == "POST" else None, initial={"kind": EntryKind.OPTION}
    )
    if form.is_valid():
        kind, text = EntryKind(form.cleaned_data["kind"]), form.cleaned_data["text"]
        add_entry(challenge=row, kind=kind, text=text, by=request.actor, at=clock.now())
        return see_other(reverse("challenge", args=[code]))
    pair = row.relationship
    found = _page(request, row)
    is_open = _is_open(pair.state, rests=pair.contact_rests_since is not None)
    context = {
        "found": found,
        "shown": shown,
        "challenge": row,
        "groups": entries_of(row, actor=request.actor),
        "form": form,
        "can_add": is_open and row.state == "open",
        "can_pass_on": may(PASS_CHALLENGE_ON, request.actor, row),
        "can_learn": not row.is_anonymous and bool(own_houses(request.actor)),
        "heading": heading(found),
        "breadcrumb": _crumbs(found, None),
    }
    status = 422 if form.errors else 200
    return render(request, "challenges/challenge.html", context, status=status)


@page(For.SIGNED_IN, "GET", "POST")
def challenge_words(request: HallRequest, code: str) -> HttpResponse:
    """Change what it says."""
    shown = _own(request, code)
    row = shown.challenge
    form = ChallengeForm(
        request.POST if request.method == "POST" else None,
        can_hide=False,
        initial={"title": row.title, "context": row.context},
    )
    if form.is_valid():
        change_challenge(challenge=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return see_other(reverse("challenge", args=[code]))
    found = _page(request, row)
    context = {
        "form": form,
        "challenge": row,
        "heading": heading(found),
        "breadcrumb": _crumbs(found, code, _("Change it")),
    }
    return render(request, "challenges/words.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def challenge_state(request: HallRequest, code: str) -> HttpResponse:
    """`state` is settled or open."""
    row = challenge_by_code(code, actor=request.actor).challenge
    wanted = request.POST.get("state", "")
    if wanted not in ("settled", "open"):
        raise NotVisible
    settle_challenge(
        challenge=row, is_settled=wanted == "settled", by=request.actor, at=clock.now()
    )
    return see_other(reverse("challenge", args=[code]))


@page(For.SIGNED_IN, "POST")
def challenge_removal(request: HallRequest, code: str) -> HttpResponse:
    """Take it back with all that was added; the page before asked."""
    row = challenge_by_code(code, actor=request.actor).challenge
    take_challenge_back(challenge=row, by=request.actor, at=clock.now())
    messages.success(request, _("Your challenge is taken back."))
    return see_other(reverse("relationship_challenges", args=[row.relationship_id]))


@page(For.SIGNED_IN, "POST")
def challenge_lesson(request: HallRequest, code: str) -> HttpResponse:
    """Begin a lesson out of it, as a draft of one's own."""
    row = challenge_by_code(code, actor=request.actor).challenge
    houses = own_houses(request.actor)
    if not houses:
        raise NotVisible
    own = next((one for one in houses if one.pk == row.relationship.organization_id), houses[0])
    story = begin_lesson(challenge=row, organization=own, by=request.actor, at=clock.now())
    messages.success(request, _("A draft of your own. Nobody else reads it until you tell it."))
    if voices_of(row, author_id=request.person.pk).silent:
        messages.info(
            request, _("Words of people who cannot be asked any more are left out of it.")
        )
    return see_other(reverse("story_words", args=[story.pk]))


@page(For.SIGNED_IN, "GET", "POST")
def challenge_report(request: HallRequest, code: str) -> HttpResponse:
    """Whoever leads the circle passes it on to the safety officers."""
    row = challenge_by_code(code, actor=request.actor).challenge
    require(PASS_CHALLENGE_ON, request.actor, row)
    form = PassOnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        words = form.cleaned_data["words"]
        pass_challenge_on(challenge=row, words=words, by=request.actor, at=clock.now())
        messages.success(request, _("Passed on. A safety officer reads it today."))
        return see_other(reverse("challenge", args=[code]))
    found = _page(request, row)
    context = {
        "form": form,
        "challenge": row,
        "breadcrumb": _crumbs(found, code, _("Pass it on")),
    }
    return render(request, "challenges/report.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def entry_removal(request: HallRequest, code: str) -> HttpResponse:
    """Take back what one added."""
    rows = visible_to(CHANGE_ENTRY, request.actor, ChallengeEntry.objects.all())
    entry = rows.select_related("challenge__relationship").filter(code=code).first()
    if entry is None:
        raise NotVisible
    take_entry_back(entry=entry, by=request.actor, at=clock.now())
    return see_other(reverse("challenge", args=[entry.challenge.code]))


def _own(request: HallRequest, code: str) -> ChallengeShown:
    shown = challenge_by_code(code, actor=request.actor)
    require(CHANGE_CHALLENGE, request.actor, shown.challenge)
    return shown


def _page(request: HallRequest, row: Challenge) -> RelationshipPage:
    return relationship_page(row.relationship, actor=request.actor, at=clock.now())


def _crumbs(
    found: RelationshipPage, code: str | None, last: str = ""
) -> list[tuple[str, str | None]]:
    here = reverse("relationship_challenges", args=[found.relationship.pk])
    middle = [(_("Challenge"), reverse("challenge", args=[code]))] if code else []
    return breadcrumb(found, (_("Challenges"), here), *middle, (last or _("Challenge"), None))


def _is_open(state: str, *, rests: bool) -> bool:
    return not rests and state not in (RelationshipState.OFFERED, RelationshipState.CLOSED)
