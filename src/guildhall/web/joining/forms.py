"""Shapes of what joining takes in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NewcomerForm(forms.Form):
    """The name of somebody whom nobody here knows yet."""

    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Last name"), max_length=100, required=False)


class PlacesForm(forms.Form):
    """A number of places."""

    places = forms.IntegerField(label=_("Places"), min_value=0, max_value=50)


class NominationForm(forms.Form):
    """A colleague and why."""

    email = forms.EmailField(
        label=_("Your colleague's e-mail address"),
        help_text=_("They must belong to the same organization as the program."),
    )
    reason = forms.CharField(
        label=_("Why do you think of them?"),
        help_text=_("One or two sentences. They will read it, and so will those who decide."),
        widget=forms.Textarea(attrs={"rows": "4"}),
        max_length=1000,
    )
