"""Ready-made pairs: what a row would do, and opening them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.engine.tables import quoted
from guildhall.flows.actions.imports.known import people_by_key
from guildhall.flows.actions.imports.parsing import ParsedRow
from guildhall.flows.actions.imports.row_plan import Plan
from guildhall.flows.models import Import
from guildhall.flows.states import RowOutcome
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.enrollments import mark_matched
from guildhall.programs.models import Cohort, Enrollment
from guildhall.programs.states import MATCHABLE, Side
from guildhall.relationships.actions.opening import NewPair, Seat, open_many
from guildhall.relationships.kinds import MATCH_OFFERED, RELATIONSHIP_OPENED
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import Terms
from guildhall.relationships.queries.places import free_places
from guildhall.relationships.queries.resting import kept_apart
from guildhall.relationships.states import HOLDING
from guildhall.relationships.telling import (
    across,
    answer_buttons,
    first_step_words,
    message_about,
    partner_lines,
    partners_of,
)

SIDES = (Side.GUIDE, Side.LEARNER)


class PairPlanner:
    """Plans rows of pairs; counts the places that earlier rows of the file take."""

    def __init__(self, import_of: Import, *, at: datetime) -> None:
        assert import_of.cohort is not None
        self._cohort = import_of.cohort
        self._organization_id = import_of.organization_id
        self._is_limited = import_of.is_limited
        self._mapping = import_of.mapping
        self._at = at
        self._used: Counter[int] = Counter()
        self._rows: dict[tuple[int, int], int] = {}

    def plan(self, rows: Sequence[ParsedRow]) -> list[Plan]:
        """New, unchanged where the pair is there already, or refused."""
        keys = {row.values[side] for row in rows for side in SIDES if side in row.values}
        people = people_by_key(self._organization_id, keys)
        enrollments = self._enrollments(people.values())
        self._free = free_places(list(enrollments.values()), at=self._at)
        pairs = self._pairs()
        self._apart = kept_apart(people.values())
        return [self._plan(row, people, enrollments, pairs) for row in rows]

    def _enrollments(self, people: Iterable[int]) -> dict[tuple[int, str], Enrollment]:
        rows = Enrollment.objects.filter(
            cohort=self._cohort, person_id__in=list(people), state__in=MATCHABLE
        )
        return {(row.person_id, str(row.side)): row for row in rows.select_related("person")}

    def _pairs(self) -> dict[tuple[int, int], bool]:
        """(guide, learner) of this cohort → whether they still are one."""
        parties = Party.objects.filter(relationship__cohort=self._cohort)
        guides: dict[int, list[int]] = {}
        learners: dict[int, list[int]] = {}
        holding: dict[int, bool] = {}
        for pk, person_id, side, state in parties.values_list(
            "relationship_id", "person_id", "side", "relationship__state"
        ):
            (guides if side == Side.GUIDE else learners).setdefault(pk, []).append(person_id)
            holding[pk] = state in HOLDING
        found: dict[tuple[int, int], bool] = {}
        for pk, is_held in sorted(holding.items(), key=lambda item: item[1]):
            for guide in guides.get(pk, ()):
                found.update({(guide, learner): is_held for learner in learners.get(pk, ())})
        return found

    def _plan(
        self,
        row: ParsedRow,
        people: dict[str, int],
        enrollments: dict[tuple[int, str], Enrollment],
        pairs: dict[tuple[int, int], bool],
    ) -> Plan:
        seats = [self._seat(row, side, people, enrollments) for side in SIDES]
        guide, learner = seats
        if row.problems or guide is None or learner is None:
            return Plan(RowOutcome.REFUSED)
        pair = (guide.person_id, learner.person_id)
        first = self._rows.setdefault(pair, row.number)
        if guide.person_id == learner.person_id:
            row.refuse("same_person", _("Nobody can be paired with themselves."))
        elif first != row.number:
            row.refuse("double", _("Row %(row)s is the same pair.") % {"row": first})
        elif pairs.get(pair):
            return Plan(RowOutcome.UNCHANGED)
        elif pair in pairs:
            row.refuse("ended", _("Their pair in this cohort has ended."))
        elif frozenset(pair) in self._apart:
            row.refuse("apart", _("These two cannot be paired."))
        else:
            self._take_places(row, guide, learner)
        if row.problems:
            return Plan(RowOutcome.REFUSED)
        row.values["enrollments"] = [guide.pk, learner.pk]
        return Plan(RowOutcome.NEW)

    def _seat(
        self,
        row: ParsedRow,
        side: str,
        people: dict[str, int],
        enrollments: dict[tuple[int, str], Enrollment],
    ) -> Enrollment | None:
        key = row.values.get(side)
        if key is None:
            return None
        person_id = people.get(key)
        if person_id is None and not self._is_limited:
            row.refuse(
                "unknown_person",
                _("Nobody here has %(key)s. Import the people first.") % {"key": quoted(key)},
                self._mapping[side],
            )
            return None
        # In a limited import nobody hears whether somebody outside of the cohort is here.
        enrollment = enrollments.get((person_id or 0, side))
        if enrollment is None:
            words = self._cohort.program.word(side, plural=True)
            row.refuse(
                "not_enrolled",
                _("%(key)s is not among the %(words)s of this cohort. Import them there first.")
                % {"key": quoted(key), "words": words},
                self._mapping[side],
            )
        return enrollment

    def _take_places(self, row: ParsedRow, guide: Enrollment, learner: Enrollment) -> None:
        for side, enrollment in zip(SIDES, (guide, learner), strict=True):
            free = self._free.get(enrollment.pk, 0)
            if self._used[enrollment.pk] >= free:
                row.refuse(
                    "no_room",
                    _("%(name)s has no place left for another one in this file.")
                    % {"name": enrollment.person.name}
                    if free
                    else _("%(name)s has no free place.") % {"name": enrollment.person.name},
                    self._mapping[side],
                )
        if not row.problems:
            self._used.update((guide.pk, learner.pk))


def open_pairs(
    *, cohort: Cohort, seats: Sequence[Sequence[int]], by: Actor, at: datetime
) -> list[Relationship]:
    """Open the pairs of (guide, learner) enrollments as the program says, and tell both sides.

    Refuses all of them where one guide has no room any more.
    """
    ids = {pk for pair in seats for pk in pair}
    rows = Enrollment.objects.filter(pk__in=ids).select_related("person")
    enrollments = {row.pk: row for row in rows}
    pairs = [
        NewPair(
            tuple(Seat(e.person_id, str(e.side), e.pk) for e in map(enrollments.get, pair) if e)
        )
        for pair in seats
    ]
    terms = Terms.of_cohort(cohort)
    relationships = open_many(terms=terms, pairs=pairs, by=by, at=at)
    mark_matched(enrollments=list(enrollments.values()), at=at, by=by)
    send_many(_messages(relationships, terms, at=at), at=at)
    return relationships


def _messages(
    relationships: Sequence[Relationship], terms: Terms, *, at: datetime
) -> list[Outgoing]:
    parties: dict[int, list[Party]] = {}
    for party in Party.objects.filter(relationship__in=relationships).select_related("person"):
        parties.setdefault(party.relationship_id, []).append(party)
    return [
        _message(relationship, party, across(parties[relationship.pk], party), terms, at=at)
        for relationship in relationships
        for party in parties[relationship.pk]
    ]


def _message(
    relationship: Relationship, to: Party, others: list[Party], terms: Terms, *, at: datetime
) -> Outgoing:
    privacy = str(terms.plan.get("privacy", ""))
    until = relationship.offer_expires_at
    if until is None:
        return message_about(
            RELATIONSHIP_OPENED,
            relationship=relationship,
            to=to,
            others=others,
            first_step=first_step_words(terms.plan, to.side, terms.start(at)),
            privacy=privacy,
        )
    partners = partners_of(relationship, others)
    return message_about(
        MATCH_OFFERED,
        relationship=relationship,
        to=to,
        others=others,
        acts=answer_buttons(partners, until=until),
        partners=partner_lines(partners, terms.program),
        until=full_day(until.date()),
        privacy=privacy,
    )
