"""Both sides' answers beside each other: what they agree on first, then at most three to talk
about. For those who have answered, once both sides have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guildhall.agreements.models import ExpectationRound, ExpectationSheet, Settlement
from guildhall.agreements.topics import Place, Topic, compared_topics, filled, topics
from guildhall.core.errors import NotVisible
from guildhall.engine.alignment import Alignment, Band, align
from guildhall.engine.alignment import Compared as ComparedTopic
from guildhall.programs.states import Side
from guildhall.relationships.models import Party
from guildhall.relationships.queries.names import listed


def side_names(parties: Sequence[Party]) -> dict[str, str]:
    """By side, the given names: what {guide} and {learner} mean in this pair."""
    return {
        side: listed([party.person.given_name for party in parties if party.side == side])
        for side in Side.values
    }


@dataclass(frozen=True)
class Said:
    """An answer, and who gave it; `is_you` where the reader is among them."""

    option: Place
    text: str
    people: tuple[Party, ...]


@dataclass(frozen=True)
class Line:
    """A topic on which they agree, or nearly: one sentence that both can live with."""

    topic: Topic
    text: str


@dataclass(frozen=True)
class Conversation:
    """A topic worth a talk: a sentence to begin with, what each said, and a way between."""

    topic: Topic
    opener: str
    said: tuple[Said, ...]
    middle: Place | None
    middle_text: str
    settlement: Settlement | None


@dataclass(frozen=True)
class Comparison:
    """What a pair reads once both have answered. There is no score in it."""

    round: ExpectationRound
    agreed: tuple[Line, ...]
    nearly: tuple[Line, ...]
    conversations: tuple[Conversation, ...]
    unsettled: int


def compare_sheets(sheets: Sequence[ExpectationSheet]) -> Alignment:
    """The engine's view of all sheets that are done."""
    by_side: dict[str, list[ExpectationSheet]] = {side: [] for side in Side.values}
    for sheet in sheets:
        if sheet.done_at is not None:
            by_side[sheet.party.side].append(sheet)
    guides, learners = (
        [sheet.answers for sheet in by_side[side]] for side in (Side.GUIDE, Side.LEARNER)
    )
    return align(compared_topics(), guides, learners)


def done_sheets(row: ExpectationRound) -> list[ExpectationSheet]:
    """The sheets of a round that are done, with who wrote them; opens their answers."""
    rows = row.sheets.filter(done_at__isnull=False, party__left_at__isnull=True)
    return list(rows.select_related("party__person"))


def comparison(row: ExpectationRound, *, reader: Party, parties: Sequence[Party]) -> Comparison:
    """All of it, for one who has answered; NotVisible for anybody else, and before both have."""
    sheets = done_sheets(row)
    if row.revealed_at is None or reader.pk not in {sheet.party_id for sheet in sheets}:
        raise NotVisible
    found = compare_sheets(sheets)
    compared = {one.key: one for one in found.compared}
    names = side_names(parties)
    settled = {one.topic: one for one in row.settlements.select_related("settled_by")}
    by_key = {topic.key: topic for topic in topics()}
    talks = tuple(
        _conversation(by_key[key], compared[key], sheets, names, settled.get(key))
        for key in found.conversations
    )
    nearly = [key for key in found.keys(Band.EASY) if key not in found.conversations]
    return Comparison(
        round=row,
        agreed=_lines(found.keys(Band.AGREED), by_key, compared, names),
        nearly=_lines(nearly, by_key, compared, names),
        conversations=talks,
        unsettled=sum(1 for talk in talks if talk.settlement is None),
    )


def _lines(
    keys: Sequence[str],
    by_key: Mapping[str, Topic],
    compared: Mapping[str, ComparedTopic],
    names: Mapping[str, str],
) -> tuple[Line, ...]:
    return tuple(
        Line(by_key[key], by_key[key].nearest(compared[key].low, compared[key].high).said(names))
        for key in keys
    )


def _conversation(
    topic: Topic,
    compared: ComparedTopic,
    sheets: Sequence[ExpectationSheet],
    names: Mapping[str, str],
    settlement: Settlement | None,
) -> Conversation:
    middle = topic.middle(compared.low, compared.high)
    return Conversation(
        topic=topic,
        opener=filled(topic.opener, names),
        said=_said(topic, sheets, names),
        middle=middle,
        middle_text=middle.said(names) if middle else "",
        settlement=settlement,
    )


def _said(
    topic: Topic, sheets: Sequence[ExpectationSheet], names: Mapping[str, str]
) -> tuple[Said, ...]:
    """Each answer that was given, in the order of the scale, with its people."""
    people: dict[str, list[Party]] = {}
    for sheet in sheets:
        given = sheet.chosen.get(topic.key)
        if given is not None:
            people.setdefault(given["option"], []).append(sheet.party)
    return tuple(
        Said(option, option.said(names), tuple(people[option.key]))
        for option in topic.options
        if option.key in people
    )
