"""The framework that a program's passports are held against."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Framework
from guildhall.competencies.queries.frameworks import usable_frameworks
from guildhall.programs.models import Program


class FrameworkForm(forms.Form):
    """One of those that are published for the organization, or none; the present one stays in
    the choice when it was retired."""

    framework = forms.ModelChoiceField(
        Framework.objects.none(),
        label=_("Framework"),
        required=False,
        empty_label=_("None: nobody gets a passport"),
        help_text=_(
            "Passports that are there keep theirs. A new passport takes the newest published"
            " version."
        ),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["framework"]
        usable = usable_frameworks(program.organization)
        kept = Q(pk__in=usable.values("pk")) | Q(pk=program.framework_id)
        field.initial = program.framework_id
        field.queryset = Framework.objects.filter(kept).select_related("organization")
        field.label_from_instance = _label


def _label(row: Framework) -> str:
    return f"{row.name} ({row.organization.name})" if row.organization else row.name
