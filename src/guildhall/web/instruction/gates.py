"""What the ward check says, beside what is for learning. Only here do the two meet, to be read."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.assessment.access import READ_PASSPORT
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.gate import GateAnswer, gates_of, today_in
from guildhall.assessment.queries.lists import RELATED
from guildhall.assessment.queries.record import record_of
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship


@dataclass(frozen=True)
class Gates:
    """The answers of today by the key of their competency, for whoever may read the passport."""

    passport: Passport | None
    answers: dict[str, GateAnswer]

    @property
    def alone(self) -> tuple[GateAnswer, ...]:
        """What may be done alone today."""
        return tuple(one for one in self.answers.values() if one.is_yes)

    @property
    def alone_words(self) -> str:
        """The same as lines to hand over; empty where no passport is read."""
        if self.passport is None:
            return ""
        names = [one.competency.name for one in self.alone]
        rest = _("Everything else with somebody in the room.")
        return "\n".join([*names, rest] if names else [_("Nothing alone yet."), rest])


def gates_for(row: Relationship, *, actor: Actor, at: datetime) -> Gates:
    """What the learner may do alone today; nothing for whoever reads no passport of theirs."""
    rows = Passport.objects.filter(relationships=row).select_related(*RELATED)
    passport = visible_to(READ_PASSPORT, actor, rows).first()
    if passport is None:
        return Gates(None, {})
    found = gates_of(record_of(passport), today=today_in(passport, at))
    return Gates(passport, {one.competency.key: one for one in found})
