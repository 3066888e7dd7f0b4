"""What somebody's own pairs and applications ask of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Prefetch, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guildhall.programs.models import Enrollment, Nomination
from guildhall.programs.states import EnrollmentState
from guildhall.relationships.models import FirstStep, Party, Relationship
from guildhall.relationships.states import MeetingState, RelationshipState
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import NOW, SOME_DAY, SOON, WHEN_READY, Task, days_left


def own_tasks(person_id: int, moment: Moment) -> Iterator[Task]:
    """Offers to answer, steps to take, meetings to log, applications to finish."""
    yield from _offers(person_id, moment)
    yield from _nominations(person_id)
    yield from _active(person_id, moment)
    yield from _drafts(person_id)


@dataclass(frozen=True)
class OwnPair:
    """A relationship as one of its people sees it: who the others are, on which side they stand."""

    row: Relationship
    mine: Party
    others: str
    last_met: datetime | None

    @property
    def other_side(self) -> str:
        """Which side the others stand on, for the color of their arch."""
        return "learner" if self.mine.side == "guide" else "guide"


def own_pairs(person_id: int, *states: str) -> list[OwnPair]:
    """A person's relationships with everybody in them; a constant number of queries."""
    rows = Relationship.objects.filter(
        parties__person_id=person_id, parties__left_at__isnull=True, state__in=states
    )
    parties = Party.objects.select_related("person")
    found = (
        rows.select_related("program")
        .prefetch_related(Prefetch("parties", queryset=parties))
        .annotate(last_met=Max("meetings__starts_at", filter=Q(meetings__state=MeetingState.HELD)))
    )
    return [_own(row, person_id, row.last_met) for row in found]


def _own(row: Relationship, person_id: int, last_met: datetime | None) -> OwnPair:
    parties = list(row.parties.all())
    mine = next(party for party in parties if party.person_id == person_id)
    names = ", ".join(party.person.name for party in parties if party.person_id != person_id)
    return OwnPair(row, mine, names, last_met)


def _offers(person_id: int, moment: Moment) -> Iterator[Task]:
    for pair in own_pairs(person_id, RelationshipState.OFFERED):
        row = pair.row
        if pair.mine.accepted_at:
            continue
        due = row.offer_expires_at.date() if row.offer_expires_at else None
        yield Task(
            urgency=NOW,
            title=_("%(name)s and you: say yes?") % {"name": pair.others},
            reason=_("%(program)s. You both choose; a no needs no reason.")
            % {"program": row.program.name if row.program else ""},
            url=reverse("relationship", args=[row.pk]),
            action=_("See why you fit"),
            icon="heart-handshake",
            due=due,
            state="nudge",
            state_words=days_left(due, moment.today) if due else "",
        )


def _nominations(person_id: int) -> Iterator[Task]:
    rows = Nomination.objects.filter(nominee_id=person_id, answered_at__isnull=True)
    for row in rows.select_related("cohort__program"):
        words = {
            "word": row.cohort.program.word(row.side),
            "program": row.cohort.program.name,
        }
        yield Task(
            urgency=WHEN_READY,
            title=_("A colleague would like you as %(word)s") % words,
            reason=_("%(program)s. Have a look; it is your choice.") % words,
            url=reverse("offers"),
            action=_("Have a look"),
            icon="hand",
        )


def _active(person_id: int, moment: Moment) -> Iterator[Task]:
    pairs = own_pairs(person_id, RelationshipState.ACTIVE)
    sides = {pair.row.pk: pair.mine.side for pair in pairs}
    open_steps = FirstStep.objects.filter(relationship_id__in=sides, done_at__isnull=True)
    first: dict[int, FirstStep] = {}
    for step in open_steps.order_by("position"):
        if step.side in ("", sides[step.relationship_id]):
            first.setdefault(step.relationship_id, step)
    for pair in pairs:
        yield from _rhythm(pair, moment)
        if pair.row.pk in first:
            yield _step(pair, first[pair.row.pk], moment)


def _rhythm(pair: OwnPair, moment: Moment) -> Iterator[Task]:
    row = pair.row
    cadence = (row.program.plan.get("cadence") or {}) if row.program else {}
    every = cadence.get("every_days")
    began = pair.last_met or row.opened_at
    if not every or not began:
        return
    due = began.date() + timedelta(days=int(every))
    if due <= moment.today:
        yield Task(
            urgency=SOON,
            title=_("Did you and %(name)s meet?") % {"name": pair.others},
            reason=_("%(days)s days since %(since)s, planned every %(every)s. One click logs it.")
            % {
                "days": (moment.today - began.date()).days,
                "since": _("you met") if pair.last_met else _("you began"),
                "every": every,
            },
            url=reverse("relationship", args=[row.pk]),
            action=_("Log it"),
            icon="calendar-check",
            due=due,
            state="nudge",
            state_words=_("Worth a moment"),
        )


def _step(pair: OwnPair, step: FirstStep, moment: Moment) -> Task:
    due = step.due_on
    return Task(
        urgency=SOON if due and due <= moment.today + timedelta(days=3) else WHEN_READY,
        title=step.text,
        reason=_("A first step with %(name)s.") % {"name": pair.others},
        url=reverse("relationship", args=[pair.row.pk]),
        action=_("Open"),
        icon="list-checks",
        due=due,
        state="neutral",
        state_words=_planned(due, moment.today) if due else "",
    )


def _planned(due: date, today: date) -> str:
    """When a step was meant to be done; a day that has passed is no reproach."""
    words = {"day": date_format(due, "M j")}
    return (_("by %(day)s") if due >= today else _("planned for %(day)s")) % words


def _drafts(person_id: int) -> Iterator[Task]:
    rows = Enrollment.objects.filter(person_id=person_id, state=EnrollmentState.DRAFT)
    for row in rows.select_related("cohort__program"):
        due = row.cohort.applications_close_on
        yield Task(
            urgency=SOON if due else SOME_DAY,
            title=_("Your application to %(program)s is not sent yet")
            % {"program": row.cohort.program.name},
            reason=_("What you wrote is saved. Nobody sees it before you send it."),
            url=reverse("application", args=[row.pk]),
            action=_("Go on"),
            icon="square-pen",
            due=due,
        )
