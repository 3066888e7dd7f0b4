"""An agreement as the pair reads it: term by term, with its signatures and days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guildhall.agreements.models import AgreementVersion, Review, Signature
from guildhall.agreements.promises import PROMISES
from guildhall.agreements.queries.terms import MORE, NUMBERS, AgreedTerms, terms_of
from guildhall.agreements.topics import filled, topics
from guildhall.core.dates import full_day
from guildhall.relationships.queries.names import listed

FREQUENCY, LENGTH, REVIEWS = NUMBERS
# What the card beside the timeline has room for.
SHORT = ("purpose", FREQUENCY, "booking", "replies", "confidence", REVIEWS)


@dataclass(frozen=True)
class TermLine:
    """One term: its name, what was agreed, and what holds whatever was agreed."""

    term: str
    name: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class ReadVersion:
    """A version, opened. Only for the pair."""

    version: AgreementVersion
    terms: AgreedTerms
    lines: tuple[TermLine, ...]
    signatures: tuple[Signature, ...]
    reviews: tuple[Review, ...]

    @property
    def promises(self) -> tuple[str, ...]:
        """What the program promises both, each one sentence; some make it a charter."""
        return tuple(self.terms.texts.get(PROMISES, "").splitlines())

    @property
    def short(self) -> tuple[TermLine, ...]:
        """The terms that people look up most."""
        return tuple(line for line in self.lines if line.term in SHORT)


@dataclass(frozen=True)
class ChangedTerm:
    """A term that a proposal changes; an empty text is none at all."""

    name: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """As a diff row names it."""
        if not self.before:
            return "new"
        return "changed" if self.after else "removed"


def read_version(version: AgreementVersion, *, names: Mapping[str, str]) -> ReadVersion:
    """All of a version, in the order of the topics; three queries."""
    version = AgreementVersion.objects.get(pk=version.pk)
    terms = terms_of(version)
    lines = []
    for topic in topics():
        text = _number_words(topic.term, terms) or terms.texts.get(topic.term, "")
        if text:
            lines.append(TermLine(topic.term, topic.name, text, filled(topic.note, names)))
    if terms.texts.get(MORE):
        lines.append(TermLine(MORE, _("Also"), terms.texts[MORE]))
    return ReadVersion(
        version=version,
        terms=terms,
        lines=tuple(lines),
        signatures=tuple(version.signatures.select_related("party__person")),
        reviews=tuple(version.reviews.select_related("answered_by")),
    )


def changed_terms(before: ReadVersion, after: ReadVersion) -> tuple[ChangedTerm, ...]:
    """What a proposal changes in what holds."""
    old = {line.term: line for line in before.lines}
    new = {line.term: line for line in after.lines}
    changes = [
        ChangedTerm(
            name=(new.get(term) or old[term]).name,
            before=old[term].text if term in old else "",
            after=new[term].text if term in new else "",
        )
        for term in [*new, *(term for term in old if term not in new)]
    ]
    return tuple(change for change in changes if change.before != change.after)


def _number_words(term: str, terms: AgreedTerms) -> str:
    if term == FREQUENCY:
        return terms.rhythm
    if term == LENGTH:
        return _until(terms.until)
    if term == REVIEWS:
        return listed([full_day(day) for day in terms.reviews])
    return ""


def _until(day: date | None) -> str:
    if day is None:
        return _("As long as it is good for both of us")
    return _("Until %(day)s") % {"day": full_day(day)}
