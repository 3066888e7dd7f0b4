"""Shapes of training, certificates, reasons, letters and backups."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Person
from guildhall.preceptorship.actions.standing_rows import LONGEST
from guildhall.preceptorship.actions.standings import Before
from guildhall.preceptorship.actions.training import LONGEST_NAME, TrainingDraft
from guildhall.preceptorship.standing_states import TrainingKind
from guildhall.programs.models import Enrollment
from guildhall.web.shared.forms import DAY

WORDS = forms.Textarea(attrs={"rows": 3})


class TrainingForm(forms.Form):
    """What was done, when, and for how long."""

    kind = forms.ChoiceField(
        label=_("What was it?"), choices=TrainingKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    on = forms.DateField(label=_("Done on"), widget=DAY)
    hours = forms.DecimalField(label=_("Hours"), min_value=0, decimal_places=2)

    def draft(self) -> TrainingDraft:
        """What the action takes."""
        data = self.cleaned_data
        return TrainingDraft(data["kind"], data["on"], int(data["hours"] * 60), data["name"])


class WordsForm(forms.Form):
    """A reason, or a word to go with it."""

    words = forms.CharField(max_length=LONGEST, widget=WORDS)

    def __init__(self, *args: Any, label: str, is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].required = is_needed


class PeriodForm(forms.Form):
    """From and to, both counted."""

    start = forms.DateField(label=_("From"), widget=DAY)
    end = forms.DateField(label=_("To"), widget=DAY)


class BackupForm(forms.Form):
    """One of those who can stand in."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who?"))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])
        field.choices = [("", _("Choose")), *((one.pk, one.name) for one in people)]


class TakeUpForm(forms.Form):
    """A guide who has no standing yet, and what they bring from before."""

    enrollment = forms.ModelChoiceField(Enrollment.objects.none(), label=_("Who?"))
    trained_on = forms.DateField(
        label=_("Preceptor course done on"),
        help_text=_("Of eight hours, or what your house takes as its equal."),
        widget=DAY,
    )
    valid_until = forms.DateField(
        label=_("Last day of a certificate that they hold"),
        help_text=_("Without one they begin as provisional, and you certify them next."),
        required=False,
        widget=DAY,
    )

    def __init__(self, *args: Any, guides: Sequence[Enrollment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["enrollment"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Enrollment.objects.filter(pk__in=[one.pk for one in guides])
        words = ((one.pk, f"{one.person.name} · {one.cohort.program.name}") for one in guides)
        field.choices = [("", _("Choose")), *words]

    def before(self) -> Before:
        """What the action takes."""
        return Before(self.cleaned_data["trained_on"], self.cleaned_data["valid_until"])
