"""Stories: written, told, taken back, thrown away."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.mentoring.actions.wisdom_events import (
    STORY_TAKEN_BACK,
    STORY_THROWN_AWAY,
    STORY_TOLD,
    STORY_WRITTEN,
)
from guildhall.mentoring.actions.wisdom_rows import require_going_on, require_person, require_texts
from guildhall.mentoring.models import Challenge, Story
from guildhall.mentoring.story_access import CHANGE_STORY, own_programs
from guildhall.mentoring.vocabulary import challenge_words
from guildhall.mentoring.wisdom_messages import STORY_TOLD as TOLD_MAIL
from guildhall.mentoring.wisdom_states import WIDE, Audience, StoryState
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked, present_parties
from guildhall.relationships.models import Relationship
from guildhall.relationships.telling import message_from


@dataclass(frozen=True)
class StoryDraft:
    """A story as it is handed in; only its title is needed while it is a draft."""

    title: str
    challenge: str = ""
    happened: str = ""
    now: str = ""
    keys: Collection[str] = field(default=())


@dataclass(frozen=True)
class Told:
    """To whom: a pair names `relationship`, a program names `program`."""

    audience: Audience
    relationship: Relationship | None = None
    program: Program | None = None


def write_story(
    *,
    organization: Organization,
    draft: StoryDraft,
    origin: Challenge | None = None,
    by: Actor,
    at: datetime,
) -> Story:
    """Write a draft; nobody else reads it. Refuses no title, and other people's organizations."""
    require(SEE_ORGANIZATION, by, organization)
    texts = _texts(draft)
    with transaction.atomic():
        story = Story.objects.create(
            author_id=require_person(by),
            organization=organization,
            origin=origin,
            is_lesson=origin is not None,
            begun_at=at,
            changed_at=at,
            **texts,
        )
        _record(STORY_WRITTEN, story, by=by, at=at)
    return story


def change_story(*, story: Story, draft: StoryDraft, by: Actor, at: datetime) -> Story:
    """Change its words. A lesson that was told further goes back to its pair: whoever agreed had
    read other words. Only its author may."""
    require(CHANGE_STORY, by, story)
    texts = _texts(draft)
    with transaction.atomic():
        row = held_story(story)
        for name, text in texts.items():
            setattr(row, name, text)
        row.changed_at = at
        if row.consents.exists():
            row.consents.all().delete()
            back_to_pair(row)
        _keep_found(row)
        row.save()
        _record(STORY_WRITTEN, row, by=by, at=at)
    return row


def tell_story(*, story: Story, told: Told, by: Actor, at: datetime) -> Story:
    """Tell it to a pair of one's own, a program in which one takes part, or one's organization.

    Of a pair, the others are told that a story waits. Refuses what is not the author's to choose,
    a story without what happened, and a lesson that others have a say in (`lessons.ask_yes`).
    """
    require(CHANGE_STORY, by, story)
    require_may_tell(story, told, by=by)
    if story.is_lesson and told.audience in WIDE:
        raise InvalidInput(_("Ask whoever shared the challenge first."))
    with transaction.atomic():
        row = held_story(story)
        row.consents.all().delete()
        spread(row, told, by=by, at=at)
    return row


def take_story_back(*, story: Story, by: Actor, at: datetime) -> Story:
    """Nobody else reads it from now on; it is a draft again. Twice changes nothing."""
    require(CHANGE_STORY, by, story)
    with transaction.atomic():
        row = held_story(story)
        if row.state == StoryState.TOLD:
            row.consents.all().delete()
            row.state, row.told_at = StoryState.DRAFT, None
            _keep_found(row)
            row.save()
            _record(STORY_TAKEN_BACK, row, by=by, at=at)
    return row


def throw_story_away(*, story: Story, by: Actor, at: datetime) -> None:
    """It is gone for good; the page asks first."""
    require(CHANGE_STORY, by, story)
    with transaction.atomic():
        _record(STORY_THROWN_AWAY, story, by=by, at=at)
        story.delete()


def require_may_tell(story: Story, told: Told, *, by: Actor) -> None:
    """Refuse an audience that is not the author's, and a story with nothing in it."""
    if not story.happened.strip():
        raise InvalidInput(
            _("This is not told yet."), {"happened": _("Write what happened first.")}
        )
    if told.audience == Audience.EVERYONE:
        require(SEE_ORGANIZATION, by, story.organization)
    elif told.audience == Audience.PROGRAM:
        own = Program.objects.filter(own_programs(by), pk=told.program.pk if told.program else 0)
        if not own.exists():
            raise InvalidInput(
                _("This is not told yet."), {"to": _("Choose a program in which you take part.")}
            )
    else:
        _require_own_pair(story, told, by)


def _require_own_pair(story: Story, told: Told, by: Actor) -> None:
    if told.relationship is None:
        raise InvalidInput(_("This is not told yet."), {"to": _("Choose one of your pairs.")})
    require(ACT_IN_RELATIONSHIP, by, told.relationship)
    require_going_on(told.relationship)
    home = story.origin.relationship_id if story.origin else None
    if story.is_lesson and home != told.relationship.pk:
        raise InvalidInput(
            _("This is not told yet."), {"to": _("This lesson belongs to the pair it came from.")}
        )


def held_story(story: Story) -> Story:
    """The row as it is now, held until the transaction ends."""
    rows = Story.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "author", "origin").get(pk=story.pk)


def spread(row: Story, told: Told, *, by: Actor, at: datetime, mails: bool = True) -> None:
    """Write to whom a held story is told, and tell those of a pair."""
    row.state, row.audience = StoryState.TOLD, told.audience
    row.relationship = told.relationship if told.audience == Audience.PAIR else None
    row.program = told.program if told.audience == Audience.PROGRAM else None
    row.told_at = at
    _keep_found(row)
    row.save()
    _record(STORY_TOLD, row, by=by, at=at)
    if mails and row.relationship is not None:
        _tell_pair(row, row.relationship, at=at)


def back_to_pair(row: Story) -> None:
    """A lesson is read by the pair that it came from again, or by nobody else where that is gone.
    The caller saves."""
    row.audience, row.program = Audience.PAIR, None
    row.relationship = row.origin.relationship if row.origin else None
    _keep_found(row)


def _tell_pair(row: Story, relationship: Relationship, *, at: datetime) -> None:
    pair = locked(relationship)
    others = [p for p in present_parties(pair) if p.person_id != row.author_id]
    send_many(
        [
            message_from(
                TOLD_MAIL,
                relationship=pair,
                sender=row.author,
                to=party,
                event=f"{row.pk}",
                path=f"/stories/{row.pk}/",
            )
            for party in others
        ],
        at=at,
    )


def _texts(draft: StoryDraft) -> dict[str, str]:
    known = [word.key for word in challenge_words()]
    texts = require_texts(
        {
            "title": draft.title,
            "challenge": draft.challenge,
            "happened": draft.happened,
            "now": draft.now,
        },
        needed=("title",),
        lines=("title", "challenge"),
    )
    keys = [key for key in known if key in set(draft.keys)]
    return {**texts, "keys": f",{','.join(keys)}," if keys else ""}


def _keep_found(row: Story) -> None:
    """A plain copy to be found by, only while it is told widely."""
    is_wide = row.state == StoryState.TOLD and row.audience in WIDE
    words = "\n".join((row.title, row.challenge, row.happened, row.now)) if is_wide else ""
    row.found_words, row.found_keys = words, row.keys if is_wide else ""


def _record(kind: str, story: Story, *, by: Actor, at: datetime) -> None:
    record(kind, by=by, subject=story, at=at, organization_id=story.organization_id)
