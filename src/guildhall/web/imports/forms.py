"""Shapes of an upload and of the columns."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Organization
from guildhall.flows.import_fields import ImportField
from guildhall.flows.states import COHORT_KINDS, ImportKind
from guildhall.programs.models import Cohort


class UploadForm(forms.Form):
    """A file, what it holds, and whose people they are."""

    kind = forms.ChoiceField(
        label=_("What is in the file?"), choices=ImportKind.choices, widget=forms.RadioSelect
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organization"), empty_label=None, required=False
    )
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        label=_("Cohort"),
        required=False,
        empty_label=_("Choose a cohort"),
        help_text=_("Needed for guides, learners and pairs."),
    )
    file = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,
        help_text=_("CSV or Excel (.xlsx). The first row holds the headings."),
        error_messages={"required": _("Choose the file to import.")},
    )

    def __init__(
        self, *args: Any, organizations: Iterable[Any], cohorts: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        organization: Any = self.fields["organization"]
        organization.queryset = organizations
        cohort: Any = self.fields["cohort"]
        cohort.queryset = cohorts
        cohort.label_from_instance = lambda row: f"{row.program.name}: {row.name}"
        if not organizations:
            kind: Any = self.fields["kind"]
            kind.choices = [(key, str(ImportKind(key).label)) for key in COHORT_KINDS]
            cohort.help_text, cohort.required = "", True
            cohort.error_messages["required"] = _("Choose the cohort that the file is for.")

    def clean(self) -> dict[str, Any]:
        """The cohort is needed by what goes into one; a file has a size."""
        cleaned = super().clean() or {}
        is_for_house = "kind" in cleaned and cleaned["kind"] not in COHORT_KINDS
        if is_for_house and not cleaned.get("organization"):
            self.add_error("organization", _("Choose whose people they are."))
        is_for_cohort = cleaned.get("kind") in COHORT_KINDS and "cohort" not in self.errors
        if is_for_cohort and cleaned.get("cohort") is None:
            self.add_error("cohort", _("Choose the cohort that the file is for."))
        file = cleaned.get("file")
        most = settings.GUILDHALL_UPLOAD_MB
        if file is not None and file.size > most * 1024 * 1024:
            self.add_error(
                "file",
                _("The file is larger than %(most)s MB. Divide it into several files.")
                % {"most": most},
            )
        return cleaned


class MappingForm(forms.Form):
    """For each column of the file the field that it fills, or none."""

    def __init__(
        self,
        *args: Any,
        fields: Mapping[str, ImportField],
        headings: list[str],
        mapping: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        nothing = (
            _("left out")
            if "guide" in fields or "starts" in fields
            else _("kept under its heading")
        )
        choices: list[tuple[str, Any]] = [("", nothing)]
        choices += [(field.name, field.label) for field in fields.values()]
        chosen = {heading: field for field, heading in mapping.items()}
        self.headings = headings
        for place, heading in enumerate(headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=chosen.get(heading, ""),
            )

    def name_of(self, heading: str) -> str:
        """The form's own name of a column."""
        return f"column_{self.headings.index(heading)}"

    def clean(self) -> dict[str, Any]:
        """One column for a field."""
        cleaned = super().clean() or {}
        owner: dict[str, str] = {}
        for name, field in list(cleaned.items()):
            if field and owner.setdefault(field, name) != name:
                heading = self.fields[owner[field]].label
                self.add_error(
                    name, _("The column “%(heading)s” is this already.") % {"heading": heading}
                )
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """field → heading"""
        return {
            field: self.headings[int(name.removeprefix("column_"))]
            for name, field in self.cleaned_data.items()
            if field
        }
