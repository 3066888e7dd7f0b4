"""Shapes of what a pair writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.conversations.actions.rows import LONGEST
from guildhall.conversations.states import Readers
from guildhall.files.enclosed import Enclosure


class ManyFiles(forms.FileField):
    """Several files from one field; its clean value is a list of enclosures."""

    def clean(self, data: Any, initial: Any = None) -> list[Enclosure]:
        """Each file as the actions take it."""
        files = data if isinstance(data, list) else [data] if data else []
        return [Enclosure(one.name, one.read(), one.content_type or "") for one in files]


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


def files_field() -> ManyFiles:
    """Files to attach."""
    return ManyFiles(
        label=_("Files"),
        required=False,
        widget=ManyFilesInput(attrs={"multiple": True}),
        help_text=_("Up to 5 files of 10 MB each."),
    )


class NoteForm(forms.Form):
    """A note, and who reads it: its author alone unless they say otherwise."""

    text = forms.CharField(
        label=_("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    readers = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[(Readers.SELF, _("Only me")), (Readers.PAIR, _("All of us"))],
        initial=Readers.SELF,
        widget=forms.RadioSelect,
    )
    enclosed = files_field()


class PostForm(forms.Form):
    """A message."""

    text = forms.CharField(
        label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    enclosed = files_field()
