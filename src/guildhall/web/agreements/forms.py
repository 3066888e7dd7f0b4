"""Shapes of what a pair hands in: answers to topics, and the terms of an agreement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.actions.agreement import LONGEST, MOST_MINUTES
from guildhall.agreements.actions.expectations import Given
from guildhall.agreements.queries.terms import (
    MORE,
    MOST_REVIEWS,
    AgreedTerms,
    worded_terms,
)
from guildhall.agreements.topics import Topic, filled, topics
from guildhall.relationships.rhythms import rhythm_choices
from guildhall.web.shared.forms import DAY

IMPORTANCE = ((1, _("a little")), (2, _("some")), (3, _("a lot")))


@dataclass(frozen=True)
class Choice:
    """An answer on offer."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """A topic as it is asked of the reader."""

    topic: Topic
    note: str
    choices: tuple[Choice, ...]
    importance: tuple[Choice, ...]
    problem: str

    @property
    def is_answered(self) -> bool:
        """Whether one of its answers is chosen."""
        return any(choice.is_chosen for choice in self.choices)


def questions(
    chosen: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
    problems: Mapping[str, str],
) -> list[Question]:
    """All topics with what the reader has chosen so far."""
    return [_question(topic, chosen.get(topic.key, {}), names, problems) for topic in topics()]


def _question(
    topic: Topic,
    given: Mapping[str, Any],
    names: Mapping[str, str],
    problems: Mapping[str, str],
) -> Question:
    return Question(
        topic=topic,
        note=filled(topic.note, names),
        choices=tuple(
            Choice(option.key, option.said(names), option.key == given.get("option"))
            for option in topic.options
        ),
        importance=tuple(
            Choice(str(value), str(label), value == given.get("importance"))
            for value, label in IMPORTANCE
        ),
        problem=problems.get(topic.key, ""),
    )


def given_answers(post: QueryDict) -> dict[str, Given]:
    """What was chosen, by topic; the action judges whether it exists."""
    answers: dict[str, Given] = {}
    for topic in topics():
        option = post.get(f"answer-{topic.key}", "")
        weight = post.get(f"weight-{topic.key}", "")
        if option:
            importance = int(weight) if weight in ("1", "2", "3") else None
            answers[topic.key] = Given(option[:30], importance)
    return answers


class AgreementForm(forms.Form):
    """The terms, filled in beforehand, so that signing can be one click."""

    every_days = forms.TypedChoiceField(label=_("How often"), coerce=int)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=MOST_MINUTES)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("Leave it empty for as long as it is good for both of you."),
        widget=DAY,
    )

    def __init__(self, data: QueryDict | None, *, terms: AgreedTerms) -> None:
        initial = {
            "every_days": terms.every_days,
            "minutes": terms.minutes,
            "until": terms.until,
            **terms.texts,
        }
        super().__init__(data, initial=initial)
        rhythms = rhythm_choices(own=terms.every_days)
        self.fields["every_days"].choices = rhythms  # type: ignore[attr-defined]
        worded = worded_terms()
        needed = {topic.term for topic in worded if topic.is_needed}
        for name, label in [(t.term, t.name) for t in worded] + [(MORE, _("Also"))]:
            self.fields[name] = forms.CharField(
                label=label,
                max_length=LONGEST,
                required=name in needed,
                widget=forms.Textarea(attrs={"rows": 2}) if name in {*needed, MORE} else None,
            )
        shown = min(MOST_REVIEWS, max(2, len(terms.reviews) + 1))
        for number in range(shown):
            day = terms.reviews[number] if number < len(terms.reviews) else None
            self.fields[f"review_{number + 1}"] = forms.DateField(
                label=_("Day %(number)d") % {"number": number + 1},
                required=False,
                initial=day,
                widget=DAY,
            )

    @property
    def review_fields(self) -> list[forms.BoundField]:
        """The days to look back on."""
        return [self[name] for name in self.fields if name.startswith("review_")]

    @property
    def how_fields(self) -> list[forms.BoundField]:
        """How they meet and work."""
        names = ("place", "booking", "agenda", "replies", "preparation", "feedback")
        return [self[name] for name in names if name in self.fields]

    @property
    def between_fields(self) -> list[forms.BoundField]:
        """What they talk about, and what doors are opened."""
        return [self[name] for name in ("subjects", "introductions") if name in self.fields]

    def terms(self) -> AgreedTerms:
        """What was handed in."""
        data = self.cleaned_data
        texts = {t.term: data.get(t.term, "") for t in worded_terms()}
        days: list[date] = [
            day for name, day in data.items() if name.startswith("review_") and day is not None
        ]
        return AgreedTerms(
            every_days=data["every_days"],
            minutes=data["minutes"],
            until=data["until"],
            texts={**texts, MORE: data.get(MORE, "")},
            reviews=tuple(sorted(set(days))),
        )

    def take_problems(self, problems: Mapping[str, str]) -> None:
        """Show what the action refused at the field that it is about."""
        for name, problem in problems.items():
            self.add_error("review_1" if name == "reviews" else name, problem)
