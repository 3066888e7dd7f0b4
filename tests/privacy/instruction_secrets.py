"""What is written for learning: the pair's own, and never read by whoever coordinates or manages,
unless both of the pair share a week. Who covers reads what was handed over, for one shift."""

from datetime import timedelta

from guildhall.instruction.actions.covering import HandOver, accept_cover, ask_cover
from guildhall.instruction.actions.noting import write_shift_note
from guildhall.instruction.actions.sharing import set_focus, share_week
from guildhall.instruction.actions.trying import TryDraft, note_try
from guildhall.people.queries.shifts import week_of
from guildhall.programs.models import Program
from guildhall.relationships.models import Relationship
from tests.assessment.ground import make_framework
from tests.instruction.ground import on_shift
from tests.matching.factories import guide
from tests.privacy.cast import Cast
from tests.privacy.secret import PAIR, Paths, Secret, here
from tests.world import NOW

BEFORE, LONG_BEFORE = NOW - timedelta(days=3), NOW - timedelta(days=11)


def _try(cast: Cast, pair: Relationship, words: str, *, at=BEFORE) -> str:
    version = make_framework()
    Program.objects.filter(pk=pair.program_id).update(framework=version.framework)
    competency = version.competencies.get(key="handover")
    draft = TryDraft(competency, "together", at.date(), words, words)
    note_try(relationship=pair, draft=draft, by=cast.actor("noor"), at=at)
    return f"skills/{competency.key}/"


def _tried(cast: Cast, pair: Relationship, words: str) -> Paths:
    return here(pair, "skills/", _try(cast, pair, words))


def _note(cast: Cast, pair: Relationship, who: str, words: str, at) -> str:
    write_shift_note(
        relationship=pair, on=at.date(), first=words, second=words, by=cast.actor(who), at=at
    )
    return f"shift-notes/{at.date().isoformat()}/"


def _exchanged(cast: Cast, pair: Relationship, words: str) -> Paths:
    _note(cast, pair, "noor", words, BEFORE)
    return here(pair, "shift-notes/", _note(cast, pair, "gwen", "The check", BEFORE))


def _unread(cast: Cast, pair: Relationship, words: str) -> Paths:
    """The other has not written, and a day has not passed."""
    return here(pair, "shift-notes/", _note(cast, pair, "noor", words, NOW))


def _shared(cast: Cast, pair: Relationship, words: str) -> Paths:
    """Another week, shared by both with whoever coordinates the program."""
    _try(cast, pair, words, at=LONG_BEFORE)
    for who in ("noor", "gwen"):
        _note(cast, pair, who, words, LONG_BEFORE)
    monday = week_of(LONG_BEFORE.date())
    for who in ("noor", "gwen"):
        share_week(relationship=pair, monday=monday, by=cast.actor(who), at=NOW)
    set_focus(relationship=pair, monday=monday, focus=words, by=cast.actor("gwen"), at=NOW)
    return (*here(pair, f"weeks/{monday.isoformat()}/"), "/shared-weeks/")


def _covered(cast: Cast, pair: Relationship, words: str) -> Paths:
    guide(pair.cohort, cast.omar)
    on_shift(cast.omar, cast)
    cover = ask_cover(
        relationship=pair,
        person=cast.omar,
        hand_over=HandOver(words, words, words),
        by=cast.actor("gwen"),
        at=NOW,
    )
    accept_cover(cover=cover, by=cast.actor("omar"), at=NOW)
    return (*here(pair, "cover/"), f"/covers/{cover.pk}/")


INSTRUCTION_SECRETS = (
    Secret("try", PAIR, _tried),
    Secret("shift_note", PAIR, _exchanged),
    Secret("shift_note_unread", frozenset({"noor"}), _unread),
    Secret("shared_week", PAIR | {"cora"}, _shared),
    Secret("hand_over", PAIR | {"omar"}, _covered),
)
