"""Lessons: a challenge becomes a story, and is told further once everybody in it agrees."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Organization
from guildhall.mentoring.actions.stories import (
    StoryDraft,
    Told,
    back_to_pair,
    held_story,
    require_may_tell,
    spread,
    write_story,
)
from guildhall.mentoring.actions.wisdom_events import (
    CONSENT_ASKED,
    CONSENT_GIVEN,
    CONSENT_REFUSED,
)
from guildhall.mentoring.challenge_access import READ_CHALLENGE
from guildhall.mentoring.models import Challenge, Story, StoryConsent
from guildhall.mentoring.story_access import ANSWER_CONSENT, CHANGE_STORY
from guildhall.mentoring.wisdom_messages import LESSON_ASKED
from guildhall.mentoring.wisdom_states import WIDE, Audience, EntryKind, StoryState
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import present_parties, require_contact
from guildhall.relationships.models import Party, Relationship


def begin_lesson(
    *, challenge: Challenge, organization: Organization, by: Actor, at: datetime
) -> Story:
    """A draft of the actor's own, filled with what the challenge holds; nobody is told yet.

    Refuses an anonymous challenge: asking for agreement would tell whose it is.
    """
    require(READ_CHALLENGE, by, challenge)
    if challenge.is_anonymous:
        raise WrongState(
            _("This was put without a name, so it becomes no lesson: asking would tell whose.")
        )
    entries = list(challenge.entries.all())
    happened = [challenge.context, *(e.text for e in entries if e.kind == EntryKind.HAPPENED)]
    draft = StoryDraft(
        title=challenge.title,
        challenge=challenge.title,
        happened="\n\n".join(text for text in happened if text)[:5000],
        now="\n".join(e.text for e in entries if e.kind == EntryKind.TRIED)[:5000],
    )
    return write_story(organization=organization, draft=draft, origin=challenge, by=by, at=at)


def ask_yes(*, story: Story, told: Told, by: Actor, at: datetime) -> Story:
    """Ask everybody who shared the challenge whether the lesson may be told so widely.

    Until all have said yes it is told to the pair alone, so that they can read it. Refuses what is
    no lesson, and one whose challenge was taken back.
    """
    require(CHANGE_STORY, by, story)
    require_may_tell(story, told, by=by)
    if told.audience not in WIDE:
        raise InvalidInput(_("The pair needs no further yes."))
    with transaction.atomic():
        row = held_story(story)
        if row.origin is None:
            raise WrongState(
                _("The challenge was taken back, so this lesson stays with you and your pair.")
            )
        pair = row.origin.relationship
        require_contact(pair)
        spread(row, Told(Audience.PAIR, relationship=pair), by=by, at=at, mails=False)
        row.consents.all().delete()
        others = [p for p in present_parties(pair) if p.person_id != row.author_id]
        _ask(row, told, others, at=at)
        record(CONSENT_ASKED, by=by, subject=row, at=at, organization_id=row.organization_id)
    return row


def answer_yes(*, consent: StoryConsent, agrees: bool, by: Actor, at: datetime) -> Story:
    """Say yes or no; once all have said yes it is told. A no, also later, takes it back to the
    pair. No reason is asked for."""
    require(ANSWER_CONSENT, by, consent)
    with transaction.atomic():
        row = held_story(Story.objects.get(pk=consent.story_id))
        mine = StoryConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
        mine.given_at, mine.refused_at = (at, None) if agrees else (None, at)
        mine.save(update_fields=["given_at", "refused_at"])
        kind = CONSENT_GIVEN if agrees else CONSENT_REFUSED
        record(kind, by=by, subject=row, at=at, organization_id=row.organization_id)
        if row.state == StoryState.TOLD:
            _follow(row, mine, agrees=agrees, by=by, at=at)
    return row


def _follow(row: Story, mine: StoryConsent, *, agrees: bool, by: Actor, at: datetime) -> None:
    if not agrees:
        back_to_pair(row)
        row.save()
    elif not row.consents.filter(given_at__isnull=True).exists():
        spread(row, Told(Audience(mine.audience), program=mine.program), by=by, at=at)


def _ask(row: Story, told: Told, others: list[Party], *, at: datetime) -> None:
    """The author's own yes is given; the others are asked."""
    people = {row.author_id: at, **{party.person_id: None for party in others}}
    StoryConsent.objects.bulk_create(
        StoryConsent(
            story=row,
            person_id=person_id,
            audience=told.audience,
            program=told.program if told.audience == Audience.PROGRAM else None,
            asked_at=at,
            given_at=given,
        )
        for person_id, given in people.items()
    )
    assert row.origin is not None
    pair: Relationship = row.origin.relationship
    send_many(
        [
            Outgoing(
                kind=LESSON_ASKED.key,
                to=party.person,
                values={"partner": row.author.name},
                key=f"{LESSON_ASKED.key}:{row.pk}:{party.person_id}:{at:%Y%m%d%H%M}",
                organization=pair.organization,
                about=f"relationship:{pair.pk}",
                path=f"/stories/{row.pk}/",
            )
            for party in others
        ],
        at=at,
    )
