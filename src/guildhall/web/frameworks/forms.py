"""Shapes of an upload and of a competency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.framework_sheets import LIMITS, MEGABYTE
from guildhall.competencies.framework_spec import LONGEST
from guildhall.competencies.models import Competency, Framework, Scale
from guildhall.competencies.queries.frameworks import DEFAULT_SCALE, usable_scales
from guildhall.directory.models import Organization


class SeveralFiles(forms.ClearableFileInput):
    """A file control that takes more than one."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; the value is a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file is checked as one."""
        rows = data if isinstance(data, (list, tuple)) else [data]
        return [forms.FileField.clean(self, row, initial) for row in rows or [None]]


class UploadForm(forms.Form):
    """Files, and who wrote what is in them."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organization"), empty_label=None
    )
    name = forms.CharField(label=_("Name of the framework"), max_length=160, min_length=2)
    source = forms.CharField(
        label=_("Who wrote it"),
        max_length=400,
        help_text=_("With an address or number where it can be found. It stands on every page."),
    )
    license = forms.CharField(
        label=_("License"),
        max_length=200,
        required=False,
        help_text=_("As “Creative Commons Attribution 4.0”. Leave it empty for your own writing."),
    )
    scale = forms.ModelChoiceField(
        Scale.objects.none(),
        label=_("Scale"),
        empty_label=None,
        help_text=_("Levels in the files come first, where there are any."),
    )
    sheets = FilesField(
        label=_("Spreadsheets"),
        allow_empty_file=True,
        help_text=_(
            "One file with a row for each competency; or skill.csv, competency.csv and"
            " what goes with them, together or as a ZIP archive."
        ),
        error_messages={"required": _("Choose the file or files to import.")},
    )

    def __init__(
        self,
        *args: Any,
        organizations: Any,
        house: Organization,
        framework: Framework | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        organization: Any = self.fields["organization"]
        scale: Any = self.fields["scale"]
        organization.queryset = organizations
        scale.queryset = usable_scales(house).order_by("name")
        first = scale.queryset.filter(key=DEFAULT_SCALE).first()
        organization.initial, scale.initial = house, first
        if framework is not None:
            del self.fields["organization"], self.fields["name"]
            self.fields["source"].initial = framework.source
            self.fields["license"].initial = framework.license
            last = framework.versions.order_by("-number").first()
            scale.initial = last.scale if last else first
        elif organizations.count() == 1:
            del self.fields["organization"]

    def clean(self) -> dict[str, Any]:
        """All files together are not too large to be looked at at once."""
        values = super().clean() or {}
        size = sum(file.size for file in values.get("sheets") or [])
        if size > LIMITS.file_bytes:
            self.add_error(
                "sheets",
                _("These files are larger than %(most)s MB together.")
                % {"most": LIMITS.file_bytes // MEGABYTE},
            )
        return values


class PublishForm(forms.Form):
    """What is new, for those who read the list of versions."""

    note = forms.CharField(
        label=_("What is new"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


class CompetencyForm(forms.Form):
    """A competency of a draft."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST["name"], min_length=2)
    description = forms.CharField(
        label=_("What it means"),
        max_length=LONGEST["description"],
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    is_critical = forms.BooleanField(
        label=_("Critical"),
        required=False,
        help_text=_("Harm is near when it goes wrong; nobody does it alone before it is signed."),
    )
    target = forms.ChoiceField(label=_("Level that is wanted"))
    floor = forms.ChoiceField(
        label=_("Floor"), help_text=_("None of the last observations may be below it.")
    )
    observations = forms.IntegerField(
        label=_("Observations at the level"), min_value=1, max_value=50
    )
    people = forms.IntegerField(label=_("By so many people"), min_value=1, max_value=50)
    fresh_days = forms.IntegerField(
        label=_("The last one within days"),
        min_value=0,
        max_value=3650,
        required=False,
        help_text=_("Empty: however long ago."),
    )
    last_count = forms.IntegerField(
        label=_("How many of the last must not be below the floor"), min_value=0, max_value=20
    )
    valid_days = forms.IntegerField(
        label=_("A sign-off holds for days"),
        min_value=0,
        max_value=3650,
        required=False,
        help_text=_("Empty: for good."),
    )
    first = forms.MultipleChoiceField(
        label=_("What must be signed off first"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "8"}),
    )
    guide = forms.CharField(
        label=_("Skill guide"),
        max_length=LONGEST["guide"],
        required=False,
        widget=forms.Textarea(attrs={"rows": "12"}),
        help_text=_("How it is done, in short steps. Markdown: 1. 2. 3. make a numbered list."),
    )

    def __init__(self, *args: Any, competency: Competency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = competency.version.scale.levels.all()
        choices = [(level.code, f"{level.code} {level.name}") for level in levels]
        for name in ("target", "floor"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        others = competency.version.competencies.exclude(pk=competency.pk).order_by("name")
        self.fields["first"].choices = [  # type: ignore[attr-defined]
            (row.key, row.name) for row in others
        ]


def competency_initial(row: Competency) -> dict[str, Any]:
    """A stored competency as the form shows it."""
    plain = ("name", "description", "guide", "is_critical", "observations", "people")
    days = ("fresh_days", "last_count", "valid_days")
    return {
        **{name: getattr(row, name) for name in (*plain, *days)},
        "target": row.target.code,
        "floor": (row.floor or row.target).code,
        "first": [one.key for one in row.first.all()],
    }
