"""Shapes of asking, signing and settling."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.assessment.actions.rows import LONGEST_LINE
from guildhall.assessment.queries.record import Record
from guildhall.assessment.queries.signers import Signer
from guildhall.competencies.models import ScaleLevel


def _line(label: Any, *, is_required: bool = True, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_LINE,
        required=is_required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AskForm(forms.Form):
    """What is to be signed off, at which level, by whom."""

    competency = forms.ChoiceField(label=gettext_lazy("What"))
    level = forms.ChoiceField(label=gettext_lazy("At which level"), required=False)
    signer = forms.ChoiceField(label=gettext_lazy("By whom"))

    def __init__(
        self, *args: Any, record: Record, signers: list[Signer], reader_id: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[int, str]]] = {}
        for one in record.competencies:
            groups.setdefault(one.domain.name, []).append((one.pk, one.name))
        self.fields["competency"].choices = list(groups.items())  # type: ignore[attr-defined]
        levels = [(level.pk, str(level)) for level in record.levels]
        own = ("", _("The level that the framework asks for"))
        self.fields["level"].choices = [own, *levels]  # type: ignore[attr-defined]
        self.fields["signer"].choices = [  # type: ignore[attr-defined]
            (one.person.pk, _signer_words(one, reader_id)) for one in signers
        ]


class SignForm(forms.Form):
    """The level that is signed, and a word."""

    level = forms.ChoiceField(label=gettext_lazy("Level"), widget=forms.RadioSelect)
    words = _line(gettext_lazy("A word for the learner"), is_required=False)

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.pk, level_words(level)) for level in record.levels
        ]


class CodeForm(SignForm):
    """The same, with the code that was mailed."""

    code = forms.CharField(
        label=gettext_lazy("The six-digit code from your mail"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}
        ),
    )


class DeclineForm(forms.Form):
    """Not yet, and why."""

    words = _line(gettext_lazy("What is missing?"))


class ReasonForm(forms.Form):
    """A reason that is kept with the sign-off."""

    why = _line(gettext_lazy("The reason"))


class IncidentForm(forms.Form):
    """What happened, if somebody wants to say it."""

    words = _line(gettext_lazy("What happened?"), is_required=False)


class SettleForm(forms.Form):
    """What was done about it."""

    words = _line(gettext_lazy("What was done?"))


class AssessorForm(forms.Form):
    """Somebody of the house, by their address."""

    email = forms.EmailField(label=gettext_lazy("Their e-mail address"))


def level_words(level: ScaleLevel) -> str:
    """“2b in the room: With somebody beside”; “4 alone”, where the name says it already."""
    allows = level.get_allows_display()
    return str(level) if allows.lower() in level.name.lower() else f"{level}: {allows}"


def _signer_words(signer: Signer, reader_id: int) -> str:
    words = {"name": signer.person.name, "role": signer.role}
    if signer.person.pk == reader_id:
        return _("You, %(name)s") % words
    return _("%(name)s, %(role)s") % words
