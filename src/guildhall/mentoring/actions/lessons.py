"""Lessons: a challenge becomes a story, and is told further once everybody in it agrees."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Organization, Person
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
from guildhall.mentoring.actions.wisdom_rows import require_person
from guildhall.mentoring.challenge_access import READ_CHALLENGE
from guildhall.mentoring.models import Challenge, Story, StoryConsent, StoryVoice
from guildhall.mentoring.queries.lessons import Voices, voices_of
from guildhall.mentoring.story_access import ANSWER_CONSENT, CHANGE_STORY
from guildhall.mentoring.wisdom_messages import LESSON_ASKED
from guildhall.mentoring.wisdom_states import WIDE, Audience, EntryKind, StoryState
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import require_contact
from guildhall.relationships.models import Relationship


def begin_lesson(
    *, challenge: Challenge, organization: Organization, by: Actor, at: datetime
) -> Story:
    """A draft of the actor's own, filled with what the challenge holds; nobody is told yet.

    Words of people who cannot be asked are left out. Refuses an anonymous challenge, since asking
    for agreement would tell whose it is, and one whose author cannot be asked.
    """
    require(READ_CHALLENGE, by, challenge)
    if challenge.is_anonymous:
        raise WrongState(
            _("This was put without a name, so it becomes no lesson: asking would tell whose.")
        )
    voices = voices_of(challenge, author_id=require_person(by))
    _require_asker(challenge, voices)
    entries = [e for e in challenge.entries.all() if e.author_id not in voices.silent]
    happened = [challenge.context, *(e.text for e in entries if e.kind == EntryKind.HAPPENED)]
    draft = StoryDraft(
        title=challenge.title,
        challenge=challenge.title,
        happened="\n\n".join(text for text in happened if text)[:5000],
        now="\n".join(e.text for e in entries if e.kind == EntryKind.TRIED)[:5000],
    )
    said = (EntryKind.HAPPENED, EntryKind.TRIED)
    writers = {challenge.author_id, *(e.author_id for e in entries if e.kind in said)}
    with transaction.atomic():
        story = write_story(organization=organization, draft=draft, origin=challenge, by=by, at=at)
        others = sorted(writers - {story.author_id})
        StoryVoice.objects.bulk_create(StoryVoice(story=story, person_id=pk) for pk in others)
    return story


def ask_yes(*, story: Story, told: Told, by: Actor, at: datetime) -> Story:
    """Ask everybody who was there and everybody whose words are in it, also who has left since,
    whether the lesson may be told so widely.

    Until all have said yes only the pair and who is asked read it. What somebody wrote who cannot
    be asked is left out. Refuses what is no lesson, one whose challenge was taken back, and one
    with words of somebody who cannot be asked that cannot be told from the others'.
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
        voices = voices_of(row.origin, author_id=row.author_id, story=row)
        _require_asker(row.origin, voices)
        _leave_out(row, row.origin, voices, at=at)
        require_may_tell(row, told, by=by)
        spread(row, Told(Audience.PAIR, relationship=pair), by=by, at=at, mails=False)
        row.consents.all().delete()
        _ask(row, told, voices.asked, at=at)
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


def _require_asker(challenge: Challenge, voices: Voices) -> None:
    if challenge.author_id in voices.silent:
        raise WrongState(
            _("Whoever put this challenge cannot be asked any more, so it becomes no lesson.")
        )


def _leave_out(row: Story, origin: Challenge, voices: Voices, *, at: datetime) -> None:
    """Take the words of whoever cannot be asked out of a held lesson."""
    if not voices.silent:
        return
    entries = list(origin.entries.filter(author_id__in=voices.silent))
    gone = voices.silent - {entry.author_id for entry in entries}
    if row.voices.filter(person_id__in=gone).exists():
        raise WrongState(
            _(
                "Somebody whose words this began with cannot be asked any more. Begin the lesson"
                " again from the challenge: it then leaves them out."
            )
        )
    for name in ("title", "challenge", "happened", "now"):
        text = before = getattr(row, name)
        for entry in entries:
            text = text.replace(entry.text, "")
        if text != before:
            setattr(row, name, re.sub(r"\n{3,}", "\n\n", text).strip())
            row.changed_at = at
    if not row.title:
        raise InvalidInput(_("This is not told yet."), {"to": _("Give it a title of your own.")})


def _ask(row: Story, told: Told, others: Sequence[Person], *, at: datetime) -> None:
    """The author's own yes is given; the others are asked."""
    people = {row.author_id: at, **{person.pk: None for person in others}}
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
                to=person,
                values={"partner": row.author.name},
                key=f"{LESSON_ASKED.key}:{row.pk}:{person.pk}:{at:%Y%m%d%H%M}",
                organization=pair.organization,
                about=f"relationship:{pair.pk}",
                path=f"/stories/{row.pk}/",
            )
            for person in others
        ],
        at=at,
    )
