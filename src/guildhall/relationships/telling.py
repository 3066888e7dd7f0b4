"""What is said to the people of a pair, each about the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.directory.models import Person
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton, Outgoing
from guildhall.programs.models import Program
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import Plan, first_steps
from guildhall.relationships.queries.names import listed
from guildhall.relationships.reasons import Reason, said_in_line

ACCEPT = "relationship.accept"
DECLINE = "relationship.decline"
# More buttons than this belong on a page, not in a mail.
MOST_OFFERS_WITH_BUTTONS = 3


@dataclass(frozen=True)
class Partner:
    """Somebody whom a person is matched with; no relationship yet where it is a preview."""

    name: str
    side: str
    reasons: tuple[Reason, ...] = ()
    relationship_id: int | None = None


def local_day(moment: datetime, person: Person) -> date:
    """The day of a moment where the person is."""
    return moment.astimezone(ZoneInfo(person.time_zone)).date()


def partner_lines(partners: Sequence[Partner], program: Program | None) -> str:
    """Each partner with their role, and below it the reasons that both may read, as a list."""
    paragraphs: list[str] = []
    for partner in partners:
        word = program.word(partner.side) if program else ""
        paragraphs.append(f"{partner.name}, {word}" if word else partner.name)
        reasons = [f"- {said_in_line(reason)}" for reason in partner.reasons]
        if reasons:
            paragraphs.append("\n".join(reasons))
    return "\n\n".join(paragraphs)


def first_step_words(plan: Plan, side: str, start: date) -> str:
    """The first thing for this side to do, and by when; empty where the plan names none."""
    own = [step for step in first_steps(plan) if step.side in ("", side)]
    if not own:
        return ""
    due = start + timedelta(days=own[0].by_day)
    return _("A good first step: %(step)s By %(day)s.") % {
        "step": own[0].text,
        "day": full_day(due),
    }


def answer_buttons(partners: Sequence[Partner], *, until: datetime) -> tuple[ActButton, ...]:
    """A yes and a no for each offer, while they are few. A circle is one offer."""
    offers: dict[int, list[str]] = {}
    for partner in partners:
        if partner.relationship_id is not None:
            offers.setdefault(partner.relationship_id, []).append(partner.name)
    if len(offers) > MOST_OFFERS_WITH_BUTTONS:
        return ()
    buttons: list[ActButton] = []
    for pk, names in offers.items():
        yes, no = _("Accept"), _("Not this time")
        if len(offers) > 1:
            yes = _("Accept %(names)s") % {"names": listed(names)}
            no = _("Not %(names)s this time") % {"names": listed(names)}
        buttons.append(ActButton(ACCEPT, pk, yes, expires_at=until))
        buttons.append(ActButton(DECLINE, pk, no, expires_at=until, is_quiet=True))
    return tuple(buttons)


def message_about(
    kind: Kind,
    *,
    relationship: Relationship,
    to: Party,
    others: Iterable[Party],
    acts: tuple[ActButton, ...] = (),
    path: str = "",
    event: str = "",
    **values: str,
) -> Outgoing:
    """One message to one of the pair about the rest of it.

    A pair is told once of each kind; what can come again names its `event`, told once as well.
    """
    program = relationship.program
    names = listed([party.person.name for party in others])
    return Outgoing(
        kind=kind.key,
        to=to.person,
        values={
            "partner_names": names,
            "program": program.name if program else relationship.organization.name,
            **values,
        },
        key=f"{kind.key}:{event or relationship.pk}:{to.person_id}",
        organization=relationship.organization,
        about=f"relationship:{relationship.pk}",
        scopes=_scopes(relationship),
        path=path or f"/relationships/{relationship.pk}/",
        acts=acts,
    )


def message_from(
    kind: Kind, *, relationship: Relationship, sender: Person, to: Party, event: str, path: str
) -> Outgoing:
    """One message to one of the pair that somebody else of it caused: it says who, never what."""
    return Outgoing(
        kind=kind.key,
        to=to.person,
        values={"partner": sender.name},
        key=f"{kind.key}:{event}:{to.person_id}",
        organization=relationship.organization,
        about=f"relationship:{relationship.pk}",
        path=path,
    )


def _scopes(relationship: Relationship) -> tuple[str, ...]:
    return (f"cohort:{relationship.cohort_id}",) if relationship.cohort_id else ()


def across(parties: Iterable[Party], party: Party) -> list[Party]:
    """Those on the other side."""
    return [other for other in parties if other.side != party.side]


def partners_of(relationship: Relationship, others: Iterable[Party]) -> list[Partner]:
    """The others as partners of this relationship."""
    return [
        Partner(name=party.person.name, side=party.side, relationship_id=relationship.pk)
        for party in others
    ]
