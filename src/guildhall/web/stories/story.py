"""One story: read, changed, told, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.mentoring.actions.lessons import answer_yes, ask_yes
from guildhall.mentoring.actions.stories import (
    change_story,
    take_story_back,
    tell_story,
    throw_story_away,
)
from guildhall.mentoring.models import Story, StoryConsent
from guildhall.mentoring.queries.lessons import voices_of
from guildhall.mentoring.queries.stories import consents_of, own_pairs, programs_to_tell
from guildhall.mentoring.story_access import ANSWER_CONSENT, CHANGE_STORY, READ_STORY
from guildhall.mentoring.vocabulary import challenge_names
from guildhall.mentoring.wisdom_states import WIDE
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.names import listed
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.stories.forms import AudienceForm, StoryForm, initial_of


@page(For.SIGNED_IN)
def story(request: HallRequest, pk: int) -> HttpResponse:
    """Read it; its author also sees who else does."""
    row = _load(request, pk)
    consents = consents_of(row) if row.is_lesson else []
    me = request.person.pk
    context = {
        "story": row,
        "names": [*(_(name) for name in challenge_names(row.keys)), row.challenge],
        "readers": _readers(row, me),
        "is_yours": row.author_id == me,
        "consents": [one for one in consents if one.person_id != row.author_id],
        "mine": next((one for one in consents if one.person_id == me), None),
        "breadcrumb": [(_("Stories"), reverse("stories")), (row.title, None)],
    }
    return render(request, "stories/story.html", context)


@page(For.SIGNED_IN, "GET", "POST")
def story_words(request: HallRequest, pk: int) -> HttpResponse:
    """Change its words."""
    row = _own(request, pk)
    form = StoryForm(request.POST if request.method == "POST" else None, initial=initial_of(row))
    if form.is_valid():
        change_story(story=row, draft=form.draft(), by=request.actor, at=clock.now())
        messages.success(request, _("Saved."))
        if request.POST.get("then") == "tell":
            return see_other(reverse("story_audience", args=[pk]))
        return see_other(reverse("story", args=[pk]))
    context = {"form": form, "story": row, "breadcrumb": _crumbs(row, _("Change it"))}
    return render(request, "stories/words.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def story_audience(request: HallRequest, pk: int) -> HttpResponse:
    """Choose who reads it. Beyond a pair it asks first, and says who that is."""
    row = _own(request, pk)
    form = AudienceForm(
        request.POST if request.method == "POST" else None,
        story=row,
        pairs=own_pairs(request.actor),
        programs=programs_to_tell(request.actor),
        initial={"to": f"pair:{request.GET.get('pair', '')}"},
    )
    asks = False
    if form.is_valid():
        asks = form.told().audience in WIDE and request.POST.get("sure") != "yes"
        if not asks and _told(request, row, form):
            return see_other(reverse("story", args=[pk]))
    context = {
        "story": row,
        "form": form,
        "asks": asks and not form.errors,
        "words": form.words if asks else "",
        **(_sharers(row) if asks else {}),
        "breadcrumb": _crumbs(row, _("Who reads it")),
    }
    return render(request, "stories/audience.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def story_retraction(request: HallRequest, pk: int) -> HttpResponse:
    """Take it back: a draft again."""
    take_story_back(story=_load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Taken back. Nobody but you reads it now."))
    return see_other(reverse("story", args=[pk]))


@page(For.SIGNED_IN, "POST")
def story_removal(request: HallRequest, pk: int) -> HttpResponse:
    """Throw it away; the page before asked."""
    throw_story_away(story=_load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Your story is gone."))
    return see_other(reverse("stories"))


@page(For.SIGNED_IN, "POST")
def story_consent(request: HallRequest, pk: int) -> HttpResponse:
    """`agrees` is yes or no, for whoever shared the challenge."""
    consent = get_visible_or_404(ANSWER_CONSENT, request.actor, pk, StoryConsent.objects.all())
    answer = request.POST.get("agrees", "")
    if answer not in ("yes", "no"):
        raise NotVisible
    row = answer_yes(consent=consent, agrees=answer == "yes", by=request.actor, at=clock.now())
    messages.success(request, _("Thank you for your answer."))
    pair = row.origin.relationship if row.origin else None
    is_there = pair is not None and may(ACT_IN_RELATIONSHIP, request.actor, pair)
    if pair is not None and is_there:
        return see_other(reverse("relationship", args=[pair.pk]))
    return see_other(reverse("stories"))


def _told(request: HallRequest, row: Story, form: AudienceForm) -> bool:
    told = form.told()
    act = ask_yes if row.is_lesson and told.audience in WIDE else tell_story
    try:
        act(story=row, told=told, by=request.actor, at=clock.now())
    except InvalidInput as error:
        refuse(form, error)
        return False
    done = _("Asked. It is told once everybody says yes.") if act is ask_yes else _("Told.")
    messages.success(request, done)
    return True


def _readers(row: Story, reader: int) -> tuple[str, str]:
    """The kind of label, and who reads it in words."""
    if row.state == "draft":
        return "self", ""
    if row.audience == "everyone":
        return "program", _("Everybody at %(name)s") % {"name": row.organization.name}
    if row.audience == "program":
        name = row.program.name if row.program else ""
        return "program", _("Everybody in %(name)s, and who runs it") % {"name": name}
    if row.relationship is None:
        return "self", ""
    return "pair", _listed(row.relationship, reader)


def _sharers(row: Story) -> dict[str, object]:
    """Who has a say in a lesson beside its author, and of how many the words are left out."""
    if row.origin is None:
        return {"others": "", "left_out": 0}
    voices = voices_of(row.origin, author_id=row.author_id, story=row)
    others = listed([person.given_name for person in voices.asked])
    return {"others": others, "left_out": len(voices.silent)}


def _listed(relationship: Relationship, reader: int) -> str:
    parties = relationship.parties.filter(left_at__isnull=True).select_related("person")
    names = [p.person.given_name for p in parties if p.person_id != reader]
    return listed([_("You"), *names])


def _load(request: HallRequest, pk: int) -> Story:
    parts = ("author", "organization", "program", "relationship", "origin__relationship")
    return get_visible_or_404(READ_STORY, request.actor, pk, Story.objects.select_related(*parts))


def _own(request: HallRequest, pk: int) -> Story:
    row = _load(request, pk)
    require(CHANGE_STORY, request.actor, row)
    return row


def _crumbs(row: Story, last: str) -> list[tuple[str, str | None]]:
    here = reverse("story", args=[row.pk])
    return [(_("Stories"), reverse("stories")), (row.title, here), (last, None)]
