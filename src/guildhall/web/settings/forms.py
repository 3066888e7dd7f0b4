"""Shapes of what settings take in."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.directory.states import Role


def zone_choices() -> list[tuple[str, str]]:
    """Every time zone by its IANA name, with spaces for underscores."""
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


class OrganizationForm(forms.Form):
    """Name and time zone."""

    name = forms.CharField(label=_("Name"), max_length=120)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)


class PlaceForm(forms.Form):
    """A new site or unit."""

    name = forms.CharField(label=_("Name"), max_length=120)


class InvitationForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Member")), *Role.choices],
        required=False,
        help_text=_("Coordinators run programs; administrators also change roles and settings."),
    )
