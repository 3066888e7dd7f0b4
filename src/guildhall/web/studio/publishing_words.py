"""What publishing a draft would do, to how many, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.matching.models import MatchRound, Publication
from guildhall.matching.queries.staleness import Staleness
from guildhall.matching.states import RoundState
from guildhall.relationships.plans import Terms
from guildhall.web.studio.numbers import grouped


@dataclass(frozen=True)
class PublishBar:
    """The bar at the foot: what would happen, or what stands against it.

    `state` is ready, solving, failed, empty, stale or published.
    """

    state: str
    title: str
    text: str
    pairs: int
    people: int
    waiting: int
    publication: Publication | None = None

    @property
    def messages(self) -> int:
        """Messages that are ready, with the notes to those who wait."""
        return self.people + self.waiting


def publish_bar(draft: MatchRound, stale: Staleness | None) -> PublishBar:
    """Counts of one draft; three queries."""
    people = set()
    guides, learners = set(), set()
    rows = draft.proposals.values_list("guide__person_id", "learner__person_id")
    pairs = 0
    for guide, learner in rows:
        pairs += 1
        guides.add(guide)
        learners.add(learner)
    people = guides | learners
    waiting = draft.unmatched.filter(has_some=False).count()
    state = _state(draft, stale, pairs)
    publication = Publication.objects.filter(round=draft).first() if state == "published" else None
    return PublishBar(
        state=state,
        title=_title(draft, state, pairs),
        text=_text(draft, state, (len(learners), len(guides), len(people)), waiting),
        pairs=pairs,
        people=len(people),
        waiting=waiting,
        publication=publication,
    )


def _state(draft: MatchRound, stale: Staleness | None, pairs: int) -> str:
    if draft.state == RoundState.PUBLISHED:
        return "published"
    if draft.state == RoundState.SOLVING:
        return "solving"
    if draft.state == RoundState.FAILED:
        return "failed"
    if not pairs:
        return "empty"
    return "stale" if stale is not None and stale.is_blocking else "ready"


def _title(draft: MatchRound, state: str, pairs: int) -> str:
    if state == "published":
        return _("Draft %(letter)s is published") % {"letter": draft.letter}
    if state == "empty":
        return _("There is no pair to publish")
    if state != "ready":
        return _("Not ready to be published")
    return ngettext("Publish one pair", "Publish %(count)s pairs", pairs) % {
        "count": grouped(pairs)
    }


def _text(draft: MatchRound, state: str, counts: tuple[int, int, int], waiting: int) -> str:
    if state == "solving":
        return _("The draft is being solved; it can be published when that is done.")
    if state == "failed":
        return _("The draft could not be solved. Mend its rules and solve it again first.")
    if state == "stale":
        return _("Something changed since it was solved. Solve it again first.")
    if state == "empty":
        return _("Loosen a rule, or bring more people in, and solve it again.")
    if state == "published":
        return _("Everybody was told. What comes next happens on the page of each pair.")
    return what_happens(draft, counts, waiting)


def what_happens(draft: MatchRound, counts: tuple[int, int, int], waiting: int) -> str:
    """Who gets what, and when pairs begin."""
    learners, guides, _people = counts
    program = draft.cohort.program
    terms = Terms.of_cohort(draft.cohort)
    values = {
        "learners": grouped(learners),
        "learner_word": program.word("learner", plural=learners != 1),
        "guides": grouped(guides),
        "guide_word": program.word("guide", plural=guides != 1),
        "days": terms.offer_days,
        "waiting": grouped(waiting),
        "waiting_word": program.word("learner", plural=waiting != 1),
    }
    if terms.opens_at_once:
        told = _(
            "%(learners)s %(learner_word)s and %(guides)s %(guide_word)s get one message each,"
            " and their pairs begin at once."
        )
    else:
        told = _(
            "%(learners)s %(learner_word)s and %(guides)s %(guide_word)s get one message each;"
            " a pair begins when both say yes, within %(days)s days."
        )
    sentences = [told % values]
    if waiting:
        sentences.append(_("%(waiting)s %(waiting_word)s stay on the waiting list.") % values)
    return " ".join(sentences)
