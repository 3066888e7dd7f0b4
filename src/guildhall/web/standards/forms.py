"""Forms of standards."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.files.enclosed import Enclosure
from guildhall.standards.actions.attesting import COUNTS, LONGEST, MOST, AttestationDraft
from guildhall.standards.facts import Fact
from guildhall.web.shared.forms import DAY

COUNT_LABELS = {
    "mandatory_green": _("Mandatory criteria, green"),
    "mandatory_amber": _("Mandatory criteria, amber"),
    "other_green": _("Other criteria, green"),
    "other_amber": _("Other criteria, amber"),
    "other_red": _("Other criteria, red"),
}


class FactForm(forms.Form):
    """What is so, since when, until when."""

    holds = forms.ChoiceField(
        label=_("Is it so?"),
        choices=[("yes", _("Yes")), ("no", _("No, not now"))],
        initial="yes",
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("On which day?"), widget=DAY)
    until = forms.DateField(
        label=_("Until when does it hold?"),
        help_text=_("The day of the next review. Leave it empty where there is none."),
        required=False,
        widget=DAY,
    )
    words = forms.CharField(
        label=_("In a line"),
        help_text=_("For yourselves. It never goes into the dossier."),
        required=False,
        max_length=LONGEST,
    )
    enclosed = forms.FileField(
        label=_("A file that shows it"),
        help_text=_("For yourselves, sealed where it is kept. It never goes into the dossier."),
        required=False,
    )

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count_names = COUNTS if fact.asks_counts else ()
        for name in self.count_names:
            self.fields[name] = forms.IntegerField(
                label=COUNT_LABELS[name], min_value=0, max_value=MOST
            )
        if fact.asks_counts:
            del self.fields["holds"]
            del self.fields["until"]

    @property
    def counts(self) -> list[forms.BoundField]:
        """The fields that count."""
        return [self[name] for name in self.count_names]

    def draft(self) -> AttestationDraft:
        """The same as the action takes it."""
        given: Mapping[str, Any] = self.cleaned_data
        sent = given["enclosed"]
        file = Enclosure(sent.name, sent.read(), sent.content_type or "") if sent else None
        return AttestationDraft(
            on=given["on"],
            until=given.get("until"),
            holds=given.get("holds", "yes") == "yes",
            words=given["words"],
            counts={name: given[name] for name in self.count_names},
            file=file,
        )
