"""The terms of an agreement: as a version holds them, and as a first draft proposes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guildhall.agreements.models import AgreementVersion, ExpectationRound
from guildhall.agreements.queries.comparison import compare_sheets, done_sheets, side_names
from guildhall.agreements.states import Outcome
from guildhall.agreements.topics import Place, Topic, topics
from guildhall.programs.program_template import Duration
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import Terms, cadence, plan_of
from guildhall.relationships.rhythms import every_words
from guildhall.relationships.states import USUAL_MINUTES

# Terms that are written in words; the others are numbers and dates.
NUMBERS = ("every_days", "months", "reviews")
MORE = "more"
QUARTER, USUAL_EVERY, USUAL_SPAN = 91, 30, 182
MOST_REVIEWS = 8


@dataclass(frozen=True)
class AgreedTerms:
    """What an agreement says. `until`: None for as long as it is good for both."""

    every_days: int
    minutes: int
    until: date | None
    texts: Mapping[str, str] = field(default_factory=dict)
    reviews: tuple[date, ...] = ()

    @property
    def rhythm(self) -> str:
        """“Every two weeks, 45 minutes”."""
        words = {"every": every_words(self.every_days), "minutes": self.minutes}
        return _("%(every)s, %(minutes)s minutes") % words


def worded_terms() -> list[Topic]:
    """The topics whose term is written in words, in asking order."""
    return [topic for topic in topics() if topic.term not in NUMBERS]


def terms_of(version: AgreementVersion) -> AgreedTerms:
    """What a version says."""
    return AgreedTerms(
        every_days=version.every_days,
        minutes=version.minutes,
        until=version.until,
        texts=version.texts,
        reviews=tuple(review.on for review in version.reviews.all()),
    )


def proposed_terms(
    relationship: Relationship,
    *,
    reader: Party,
    parties: Sequence[Party],
    at: datetime,
) -> AgreedTerms:
    """What a first draft says: where the reader may read both answers what they agree on and what
    was settled, elsewhere what is usual, and the program's plan for its numbers."""
    chosen, words = _from_answers(relationship, reader=reader)
    names = side_names(parties)
    texts: dict[str, str] = {}
    numbers: dict[str, Place] = {}
    for topic in topics():
        place = chosen.get(topic.key)
        if topic.term in NUMBERS:
            if place is not None:
                numbers[topic.term] = place
            continue
        if place is None and topic.key not in words and topic.usual:
            place = topic.option(topic.usual)
        texts[topic.term] = words.get(topic.key) or (place.said(names) if place else "")
    return _with_numbers(relationship, numbers, texts, at=at)


def _from_answers(
    relationship: Relationship, *, reader: Party
) -> tuple[dict[str, Place], dict[str, str]]:
    """By topic, the place that fits both, and the words that they settled on."""
    row: ExpectationRound | None = relationship.expectation_rounds.filter(
        revealed_at__isnull=False
    ).last()
    sheets = done_sheets(row) if row else []
    if row is None or reader.pk not in {sheet.party_id for sheet in sheets}:
        return {}, {}
    by_key = {topic.key: topic for topic in topics()}
    chosen = {
        one.key: by_key[one.key].nearest(one.low, one.high)
        for one in compare_sheets(sheets).compared
    }
    words: dict[str, str] = {}
    for settled in row.settlements.all():
        if settled.outcome == Outcome.DIFFER:
            chosen.pop(settled.topic, None)
            words[settled.topic] = _("We see this differently, and that is fine.")
        else:
            words[settled.topic] = settled.text
            if settled.place is not None:
                chosen[settled.topic] = settled.place
    return chosen, words


def _with_numbers(
    relationship: Relationship,
    numbers: Mapping[str, Place],
    texts: dict[str, str],
    *,
    at: datetime,
) -> AgreedTerms:
    planned = cadence(plan_of(relationship))
    start = Terms.of(relationship).start(relationship.opened_at or at)
    often, length, back = (numbers.get(name) for name in NUMBERS)
    until = relationship.ends_on
    if until is None and length is not None and length.months:
        until = Duration("months", "time", length.months).last_day(start)
    usual = planned.every_days if planned else USUAL_EVERY
    today = at.astimezone(ZoneInfo(relationship.organization.time_zone)).date()
    return AgreedTerms(
        every_days=(often.days if often else None) or usual,
        minutes=planned.minutes if planned else USUAL_MINUTES,
        until=until if until and until > today else None,
        texts=texts,
        reviews=review_days(back.reviews if back else "half", start, until, today=today),
    )


def review_days(rule: str, start: date, until: date | None, *, today: date) -> tuple[date, ...]:
    """The days to look back on, by the rule end, half or quarter; never one that has passed."""
    end = until if until and until > today else max(start, today) + timedelta(days=USUAL_SPAN)
    days = [end]
    if rule == "half":
        days = [start + (end - start) / 2, end]
    elif rule == "quarter":
        count = min(MOST_REVIEWS, (end - start).days // QUARTER)
        days = [start + timedelta(days=QUARTER * number) for number in range(1, count + 1)]
        if not days or (end - days[-1]).days > QUARTER // 3:
            days.append(end)
        else:
            days[-1] = end
    return tuple(day for day in days if day > today)[:MOST_REVIEWS]
