"""The selected pair: why, how both rank each other, and what somebody else would cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core.errors import NotVisible, WrongState
from guildhall.core.words import with_article
from guildhall.directory.models import Membership
from guildhall.matching.models import MatchRound, Proposal
from guildhall.matching.queries.apart import kept_apart
from guildhall.matching.queries.pair import PairDetail, WhyNotAnswer, pair_detail, why_not
from guildhall.matching.reading import COORDINATORS, Circle
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE, Side
from guildhall.web.studio.address import Address
from guildhall.web.studio.numbers import ordinal, points, signed

MOST_MOVES = 6
MOST_FOUND = 8
Words = Mapping[str, str]


@dataclass(frozen=True)
class Effect:
    """One line of what a change does: to whom, and the points."""

    label: str
    value: str
    tone: str


@dataclass(frozen=True)
class Question:
    """“Why not …?”: the answer, its effects, and what can be done with it.

    `learner` and `guide` are the pair that is asked about. `swaps` are the present pairs of that
    guide, with which one could exchange.
    """

    title: str
    text: str
    obstacles: tuple[str, ...]
    effects: tuple[Effect, ...]
    more: int
    total: Effect | None
    is_possible: bool
    learner: Enrollment
    guide: Enrollment
    swaps: tuple[Proposal, ...]


@dataclass(frozen=True)
class Found:
    """Somebody to ask about."""

    enrollment: Enrollment
    url: str


@dataclass(frozen=True)
class ShareLine:
    """What one preference adds, as numbers to draw."""

    label: str
    points: float
    of: float
    reason: str


@dataclass(frozen=True)
class PairPanel:
    """Everything that the right column shows. `is_apart`: the two must not be paired, which only
    coordinators are told."""

    detail: PairDetail
    shares: tuple[ShareLine, ...]
    title: str
    learner_role: str
    guide_role: str
    ranks: str
    note: str
    is_apart: bool
    question: Question | None
    found: tuple[Found, ...]
    ask: str
    total: str
    most: str
    more_url: str


def pair_panel(
    round: MatchRound, address: Address, words: Words, *, circle: Circle
) -> PairPanel | None:
    """The panel of the chosen pair; None where nobody is chosen or they were not in the solve."""
    ids = address.pair_ids
    if ids is None or not round.solved_revision:
        return None
    try:
        detail = pair_detail(round, learner_id=ids[0], guide_id=ids[1], circle=circle)
    except (NotVisible, WrongState):
        return None
    roles = _roles(round, detail)
    is_apart = circle == COORDINATORS and bool(kept_apart(round, [(detail.learner, detail.guide)]))
    return PairPanel(
        detail=detail,
        shares=tuple(
            ShareLine(one.label, float(one.points), float(one.of), one.reason)
            for one in detail.contributions
        ),
        title=_("%(learner)s and %(guide)s")
        % {"learner": detail.learner.person.given_name, "guide": detail.guide.person.given_name},
        learner_role=roles.get(detail.learner.person_id, ""),
        guide_role=roles.get(detail.guide.person_id, ""),
        ranks=_ranks(detail, words),
        note=_note(detail, is_apart=is_apart),
        is_apart=is_apart,
        question=_question(round, detail, address, words, circle),
        found=_found(round, detail, address),
        ask=address.ask,
        total=points(detail.score),
        most=points(detail.maximum),
        more_url=address.to(why="", ask=""),
    )


def _roles(round: MatchRound, detail: PairDetail) -> dict[int, str]:
    """Job titles in the program's organization; one query."""
    people = [detail.learner.person_id, detail.guide.person_id]
    rows = Membership.objects.filter(
        person_id__in=people,
        organization_id=round.cohort.program.organization_id,
        ended_at__isnull=True,
    )
    return {
        person: ", ".join(filter(None, (title, unit)))
        for person, title, unit in rows.values_list("person_id", "job_title", "unit__name")
    }


def _ranks(detail: PairDetail, words: Words) -> str:
    """How each ranks the other; ranks are shared among equals."""
    learner, guide = detail.learner.person.given_name, detail.guide.person.given_name
    if detail.learner_rank is None or detail.guide_rank is None:
        return _("The rules do not allow this pair.")
    told = _(
        "%(guide)s is %(learner)s’s %(first)s fit; %(learner)s is %(second)s for %(guide)s."
    ) % {
        "guide": guide,
        "learner": learner,
        "first": _rank(detail.learner_rank),
        "second": _rank(detail.guide_rank),
    }
    others = detail.guide_choices - 1
    more = ngettext(
        "%(count)s other %(learner)s could take this place.",
        "%(count)s other %(learners)s could take this place.",
        others,
    ) % {**words, "count": others}
    return f"{told} {more}"


def _rank(rank: int) -> str:
    return _("best") if rank == 1 else _("%(rank)s best") % {"rank": ordinal(rank)}


def _note(detail: PairDetail, *, is_apart: bool) -> str:
    if is_apart and detail.said == "pin":
        return _("This pin is broken: the two must not be paired. Solving leaves it out.")
    if is_apart and detail.is_pair:
        return _("The two must not be paired any more. Solve again before publishing.")
    if is_apart:
        return _("The two must not be paired, so they cannot be pinned.")
    if detail.said == "pin":
        return _("Pinned: solving again keeps this pair.")
    if detail.said == "forbid":
        return _("Forbidden: solving again never makes this pair.")
    return "" if detail.is_pair else _("Not a pair in this draft.")


def _question(
    round: MatchRound, detail: PairDetail, address: Address, words: Words, circle: Circle
) -> Question | None:
    """About whoever is asked for, else about the best alternative."""
    asked = _asked(round, address.why_id)
    if asked is None:
        if detail.alternative is None or not detail.is_pair:
            return None
        asked = detail.alternative.guide
    learner, guide = detail.learner, detail.guide
    if asked.side == Side.GUIDE:
        guide = asked
    else:
        learner = asked
    if (learner.pk, guide.pk) == (detail.learner.pk, detail.guide.pk) and detail.is_pair:
        return None
    try:
        answer = why_not(round, learner_id=learner.pk, guide_id=guide.pk, circle=circle)
    except NotVisible:
        return None
    return _answered(round, detail, answer, asked, words)


def _asked(round: MatchRound, pk: int | None) -> Enrollment | None:
    if pk is None:
        return None
    rows = Enrollment.objects.filter(cohort_id=round.cohort_id, pk=pk)
    return rows.select_related("person").first()


def _answered(
    round: MatchRound, detail: PairDetail, answer: WhyNotAnswer, asked: Enrollment, words: Words
) -> Question:
    own = answer.learner.person.name
    moves = sorted(answer.moves, key=lambda m: (m.learner_name != own, m.points == 0, m.points))
    effects = tuple(
        Effect(
            _moved(move.learner_name, move.after, words), signed(move.points), _tone(move.points)
        )
        for move in moves
    )
    gain = -answer.total_cost
    total = Effect(_("All pairs together"), signed(gain), _tone(gain))
    return Question(
        title=_("Why not %(name)s?") % {"name": asked.person.name},
        text=_compared(detail, answer, words),
        obstacles=tuple(
            f"{one.label}: {one.reason}" if one.reason else one.label for one in answer.obstacles
        ),
        effects=effects[:MOST_MOVES],
        more=max(0, len(effects) - MOST_MOVES),
        total=total if answer.is_possible else None,
        is_possible=answer.is_possible,
        learner=answer.learner,
        guide=answer.guide,
        swaps=_swaps(round, detail, answer),
    )


def _compared(detail: PairDetail, answer: WhyNotAnswer, words: Words) -> str:
    """How the two would fit, and what stands against it."""
    if not answer.is_possible:
        return _("This pair cannot be made.")
    gap = answer.score - detail.score
    names = {
        "guide": answer.guide.person.name,
        "learner": answer.learner.person.name,
        "gap": points(abs(gap)),
    }
    if gap > 0:
        first = _("%(learner)s and %(guide)s would fit better by %(gap)s.") % names
    elif gap < 0:
        first = _("%(learner)s and %(guide)s would fit less well by %(gap)s.") % names
    else:
        first = _("%(learner)s and %(guide)s would fit exactly as well.") % names
    return " ".join([first, *_price(answer, words)])


def _price(answer: WhyNotAnswer, words: Words) -> list[str]:
    told = []
    if answer.matched_cost > 0:
        told.append(
            ngettext(
                "It would leave one %(learner)s more without %(a_guide)s.",
                "It would leave %(count)s %(learners)s more without %(a_guide)s.",
                answer.matched_cost,
            )
            % {**words, "a_guide": with_article(words["guide"]), "count": answer.matched_cost}
        )
    before, after = answer.worst_before, answer.worst_after
    if before is not None and after is not None and before != after:
        sentence = _("The weakest pair would go from %(before)s to %(after)s.")
        told.append(sentence % {"before": points(before), "after": points(after)})
    if not told and not answer.total_cost:
        told.append(_("All pairs together would keep their points: it is a matter of choice."))
    return told


def _moved(name: str, after: tuple[str, ...], words: Words) -> str:
    if not after:
        return _("%(learner)s has no %(guide)s") % {"learner": name, "guide": words["guide"]}
    return _("%(learner)s moves to %(guide)s") % {"learner": name, "guide": ", ".join(after)}


def _tone(amount: Decimal) -> str:
    return "better" if amount > 0 else "worse" if amount < 0 else ""


def _swaps(round: MatchRound, detail: PairDetail, answer: WhyNotAnswer) -> tuple[Proposal, ...]:
    """Pairs of the draft with which the open pair could exchange guides."""
    if not detail.is_pair or not answer.is_possible:
        return ()
    other = (
        Q(guide=answer.guide) if answer.guide.pk != detail.guide.pk else Q(learner=answer.learner)
    )
    rows = Proposal.objects.filter(other, round=round).exclude(learner=detail.learner)
    return tuple(rows.exclude(guide=detail.guide).select_related("learner__person")[:3])


def _found(round: MatchRound, detail: PairDetail, address: Address) -> tuple[Found, ...]:
    """People of either side whose name holds what was typed."""
    if not address.ask:
        return ()
    rows = Enrollment.objects.filter(cohort_id=round.cohort_id, state__in=MATCHABLE)
    for word in address.ask.split():
        rows = rows.filter(
            Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word)
        )
    rows = rows.exclude(pk__in=[detail.learner.pk, detail.guide.pk]).select_related("person")
    ordered = rows.order_by("side", "person__family_name", "person__given_name")[:MOST_FOUND]
    return tuple(Found(row, address.to(why=row.pk, ask="")) for row in ordered)
