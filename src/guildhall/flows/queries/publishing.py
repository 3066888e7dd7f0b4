"""Every message of a publication, as it will go out; the preview and the publication share it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guildhall.core.dates import full_day
from guildhall.core.words import with_article
from guildhall.directory.models import Person
from guildhall.matching.models import MatchRound, Proposal, Unmatched
from guildhall.notify.outgoing import Outgoing
from guildhall.notify.queries.texts import previews
from guildhall.notify.rendering import RenderedMessage
from guildhall.programs.messages import WAITING_FOR_MATCH
from guildhall.programs.models import Enrollment
from guildhall.programs.states import Kind, Side
from guildhall.relationships.kinds import MATCH_OFFERED, MATCH_PUBLISHED
from guildhall.relationships.plans import Terms
from guildhall.relationships.queries.names import listed
from guildhall.relationships.reasons import reasons_for_pair
from guildhall.relationships.telling import (
    Partner,
    answer_buttons,
    first_step_words,
    local_day,
    partner_lines,
)

# (guide enrollment, learner enrollment) → relationship
RelationshipIds = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class PreviewedMessage:
    """One message before it goes: to whom, of which kind, how it reads."""

    to: Person
    kind: str
    has_address: bool
    rendered: RenderedMessage


def published_proposals(round: MatchRound) -> list[Proposal]:
    """The pairs of a round with their people, in a steady order; one query."""
    rows = round.proposals.select_related("guide__person", "learner__person")
    return list(rows.order_by("guide_id", "learner_id"))


def left_waiting(round: MatchRound) -> list[Enrollment]:
    """The learners whom the round leaves without anybody."""
    rows = Unmatched.objects.filter(round=round, has_some=False).select_related(
        "enrollment__person"
    )
    return [row.enrollment for row in rows.order_by("enrollment_id")]


def is_circle(round: MatchRound) -> bool:
    """Whether all learners of a guide sit together."""
    return round.cohort.program.kind == Kind.CIRCLE


def publication_messages(
    round: MatchRound,
    proposals: Sequence[Proposal],
    *,
    at: datetime,
    key: str,
    relationship_ids: RelationshipIds | None = None,
    waiting: Iterable[Enrollment] = (),
) -> list[Outgoing]:
    """One message to everybody who is matched, about all their partners, and a note to those who
    wait. `key` begins each message's key; without ids it is a preview, whose links lead nowhere."""
    terms = Terms.of_cohort(round.cohort)
    ids = relationship_ids or _ids_to_be(round, proposals)
    by_person: dict[int, tuple[Person, list[Partner], list[str]]] = {}
    for proposal in proposals:
        relationship_id = ids[proposal.guide_id, proposal.learner_id]
        reasons = () if is_circle(round) else reasons_for_pair(proposal.contributions)
        for own, other in (
            (proposal.guide, proposal.learner),
            (proposal.learner, proposal.guide),
        ):
            _person, partners, sides = by_person.setdefault(own.person_id, (own.person, [], []))
            partners.append(Partner(other.person.name, other.side, reasons, relationship_id))
            sides.append(own.side)
    told = [
        _match_message(round, terms, person, partners, sides[0], at=at, key=key)
        for person, partners, sides in by_person.values()
    ]
    notes = [_waiting_message(round, row, key=key) for row in waiting]
    return told + notes


def preview_messages(
    round: MatchRound, *, at: datetime, tells_waiting: bool = True
) -> list[Outgoing]:
    """Every message that publishing would send now, in order of its reader's name."""
    messages = publication_messages(
        round,
        published_proposals(round),
        at=at,
        key=f"preview:{round.pk}",
        waiting=left_waiting(round) if tells_waiting else (),
    )
    return sorted(messages, key=lambda m: (m.to.family_name, m.to.given_name, m.to.pk))


def rendered(messages: Sequence[Outgoing]) -> list[PreviewedMessage]:
    """These messages as they will read; give one page of `preview_messages`."""
    return [
        PreviewedMessage(
            to=message.to,
            kind=message.kind,
            has_address=bool(message.to.email or message.to.account_id),
            rendered=text,
        )
        for message, text in zip(messages, previews(messages), strict=True)
    ]


def _ids_to_be(round: MatchRound, proposals: Sequence[Proposal]) -> dict[tuple[int, int], int]:
    """Stand-ins for relationships that are not there yet: negative, and one for a circle."""
    together = is_circle(round)
    return {
        (p.guide_id, p.learner_id): -(p.guide_id if together else at)
        for at, p in enumerate(proposals, start=1)
    }


def _match_message(
    round: MatchRound,
    terms: Terms,
    person: Person,
    partners: Sequence[Partner],
    side: str,
    *,
    at: datetime,
    key: str,
) -> Outgoing:
    program = round.cohort.program
    ids = {partner.relationship_id for partner in partners}
    only = next(iter(ids)) or 0 if len(ids) == 1 else 0
    values = {
        "partner_names": listed([partner.name for partner in partners]),
        "program": program.name,
        "partners": partner_lines(partners, program),
        "privacy": str(terms.plan.get("privacy", "")),
    }
    kind = MATCH_PUBLISHED if terms.opens_at_once else MATCH_OFFERED
    until = at + timedelta(days=terms.offer_days)
    if terms.opens_at_once:
        values["first_step"] = first_step_words(terms.plan, side, terms.start(at))
    else:
        values["until"] = full_day(local_day(until, person))
    return Outgoing(
        kind=kind.key,
        to=person,
        values=values,
        key=f"{key}:{person.pk}",
        organization=program.organization,
        about=f"cohort:{round.cohort_id}",
        path=f"/relationships/{only}/" if only > 0 else "/relationships/",
        acts=() if terms.opens_at_once else answer_buttons(partners, until=until),
    )


def _waiting_message(round: MatchRound, row: Enrollment, *, key: str) -> Outgoing:
    program = round.cohort.program
    return Outgoing(
        kind=WAITING_FOR_MATCH,
        to=row.person,
        values={
            "program": program.name,
            "cohort": round.cohort.name,
            "side": program.word(Side.LEARNER),
            "a_side": with_article(program.word(Side.LEARNER)),
            "other_side": program.word(Side.GUIDE),
        },
        key=f"{key}:waiting:{row.person_id}",
        organization=program.organization,
        about=f"cohort:{round.cohort_id}",
        path=f"/enrollments/{row.pk}/",
    )
