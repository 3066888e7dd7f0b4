"""A form made from questions. Shapes come from here; what an answer may be, from `questions`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from guildhall.competencies.models import Skill
from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Person
from guildhall.questions.answers import Upload, check_answer
from guildhall.questions.finding import Finder
from guildhall.questions.models import Question
from guildhall.questions.options import LONG_LIST, options_of
from guildhall.questions.states import QuestionType
from guildhall.web.joining.widgets import (
    WORKDAYS,
    RowsWidget,
    SkillsWidget,
    WeekWidget,
    clock_text,
    minutes_of,
)

FEW_CHOICES = 8
ROWS = (RowsWidget, SkillsWidget, WeekWidget)


class AnswerField(forms.Field):
    """One answer as it was typed. The questions room checks it; here nothing is refused."""

    def __init__(self, question: Question, widget: forms.Widget) -> None:
        super().__init__(
            label=question.label,
            help_text=question.help,
            widget=widget,
            required=question.is_required,
        )
        self.question = question

    def clean(self, value: Any) -> Any:
        return value


class QuestionForm(forms.Form):
    """Fields by question key. `values` are stored answers to begin with.

    Without `whole` nothing is required, so that a draft can be kept half done.
    """

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        person: Person,
        values: Mapping[str, Any] | None = None,
        whole: bool = False,
        **kwargs: Any,
    ) -> None:
        self.finder = Finder(person)
        self.questions = {question.key: question for question in questions}
        self.whole = whole
        self.stored = dict(values or {})
        super().__init__(*args, **kwargs)
        self.initial = {
            key: typed(self.questions[key], value)
            for key, value in self.stored.items()
            if key in self.questions
        }
        for question in questions:
            self.fields[question.key] = AnswerField(question, widget_for(question))

    def clean(self) -> dict[str, Any]:
        """Every answer checked; what is wrong stands under its own field."""
        checked: dict[str, Any] = {}
        for key, question in self.questions.items():
            raw = self.cleaned_data.get(key)
            try:
                value = check_answer(question, self._raw(question, raw), finder=self.finder)
            except InvalidInput as error:
                self.add_error(key, error.message)
                continue
            if value is None and self.whole and question.is_required:
                self.add_error(key, _("This one is needed. Please answer it."))
            checked[key] = value
        return checked

    def _raw(self, question: Question, raw: Any) -> Any:
        """What was typed, in the shape that `check_answer` takes."""
        if isinstance(raw, UploadedFile):
            return Upload(raw.name or "", raw.read(), raw.content_type or "")
        if question.type == QuestionType.FILE:
            return self.stored.get(question.key)
        if question.type == QuestionType.AVAILABILITY:
            return [window for row in raw or [] for window in _windows(*row)]
        return raw


def _windows(day: str, start: str, end: str) -> list[tuple[int, int, int]]:
    first, last = minutes_of(start), minutes_of(end)
    if not day or first is None or last is None:
        raise InvalidInput(_("Give a day, a start and an end for each time, or clear the row."))
    days = WORKDAYS if day == "workdays" else (int(day),) if day in tuple("0123456") else ()
    return [(weekday, first, last) for weekday in days]


def widget_for(question: Question) -> forms.Widget:
    """The control that fits the type and the number of choices."""
    return WIDGETS[QuestionType(question.type)](question)


def _choice(question: Question) -> forms.Widget:
    options = options_of(question)
    if len(options) <= FEW_CHOICES:
        return forms.RadioSelect(choices=list(options.items()))
    return forms.Select(choices=[("", _("Choose")), *options.items()])


def _several(question: Question) -> forms.Widget:
    options = options_of(question)
    if len(options) <= LONG_LIST:
        return forms.CheckboxSelectMultiple(choices=list(options.items()))
    return RowsWidget(options.values(), placeholder=_("Type, and pick a suggestion"))


def _scale(question: Question) -> forms.Widget:
    low, high = question.settings.get("min", 1), question.settings.get("max", 5)
    anchors = question.settings.get("anchors", {})
    choices = [
        (str(value), f"{value} · {anchors[str(value)]}" if str(value) in anchors else str(value))
        for value in range(low, high + 1)
    ]
    return forms.RadioSelect(choices=choices)


def _number(question: Question) -> forms.Widget:
    given = {"min": question.settings.get("min"), "max": question.settings.get("max")}
    attrs = {key: str(value) for key, value in given.items() if value is not None}
    return forms.NumberInput(attrs={**attrs, "inputmode": "numeric"})


def _skills(_question: Question) -> forms.Widget:
    return SkillsWidget(Skill.objects.order_by("name").values_list("name", flat=True))


WIDGETS: dict[QuestionType, Callable[[Question], forms.Widget]] = {
    QuestionType.SHORT_TEXT: lambda _question: forms.TextInput(),
    QuestionType.LONG_TEXT: lambda _question: forms.Textarea(attrs={"rows": "4"}),
    QuestionType.CHOICE: _choice,
    QuestionType.SEVERAL_CHOICES: _several,
    QuestionType.SCALE: _scale,
    QuestionType.NUMBER: _number,
    QuestionType.DATE: lambda _question: forms.DateInput(attrs={"type": "date"}),
    QuestionType.SKILLS: _skills,
    QuestionType.PEOPLE_NEVER: lambda _question: RowsWidget(
        placeholder=_("Whole name, or e-mail address")
    ),
    QuestionType.AVAILABILITY: lambda _question: WeekWidget(),
    QuestionType.FILE: lambda _question: forms.FileInput(),
}


def typed(question: Question, value: Any) -> Any:
    """A stored answer as somebody would have typed it."""
    if question.type == QuestionType.SKILLS:
        names = dict(Skill.objects.filter(key__in=value).values_list("key", "name"))
        return [(names.get(key, key), level) for key, level in value.items()]
    if question.type == QuestionType.PEOPLE_NEVER:
        people = Person.objects.filter(pk__in=value)
        return [person.name for person in people]
    if question.type == QuestionType.AVAILABILITY:
        return [(str(day), clock_text(start), clock_text(end)) for day, start, end in value]
    if question.type == QuestionType.SEVERAL_CHOICES:
        options = options_of(question)
        is_long = len(options) > LONG_LIST
        return [options.get(key, key) for key in value] if is_long else list(value)
    if question.type == QuestionType.FILE:
        return None
    return value


def is_rows(field: forms.BoundField) -> bool:
    """Whether the control is a group of rows, which a fieldset names instead of a label."""
    return isinstance(field.field.widget, ROWS)
