"""Shapes of a person's record."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.directory.models import Membership, Organization, Person, Unit
from guildhall.directory.states import Role
from guildhall.web.people.colleagues import colleague_named, is_address_taken, is_number_taken
from guildhall.web.settings.forms import zone_choices


class MemberForm(forms.Form):
    """What an organization knows of a member."""

    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=100)
    family_name = forms.CharField(label=gettext_lazy("Last name"), max_length=100, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Mail about programs goes here, and they sign in with it."),
    )
    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)
    external_id = forms.CharField(
        label=gettext_lazy("Staff or student number"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("An import finds this record again by it."),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), required=False, empty_label="–"
    )
    manager = forms.CharField(
        label=gettext_lazy("Manager"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("E-mail address or whole name of somebody here."),
    )

    # Whom this record is about, where there is one already.
    person: Person | None = None

    def limit_units(self, units: QuerySet[Unit]) -> None:
        """Offer these units only."""
        field: Any = self.fields["unit"]
        field.queryset = units

    def organization(self) -> Organization | None:
        """Whose member it is."""
        raise NotImplementedError

    def clean_email(self) -> str:
        """As it is kept: without capitals."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        """The manager is found; nobody else has the number; the unit is of the same house."""
        cleaned = super().clean() or {}
        house = self.organization()
        if house is None:
            return cleaned
        if cleaned.get("manager"):
            found = colleague_named(house, cleaned["manager"])
            if isinstance(found, str):
                self.add_error("manager", found)
            elif found == self.person:
                self.add_error("manager", _("Nobody is their own manager. Choose another."))
            cleaned["manager"] = found
        else:
            cleaned["manager"] = None
        unit = cleaned.get("unit")
        if unit is not None and unit.organization_id != house.pk:
            self.add_error("unit", _("This unit belongs to another organization."))
        self._refuse_twin(house, cleaned)
        return cleaned

    def _refuse_twin(self, house: Organization, cleaned: dict[str, Any]) -> None:
        if is_number_taken(house, cleaned.get("external_id", ""), besides=self.person):
            self.add_error(
                "external_id", _("Somebody here already has this number. Correct one of them.")
            )
        if is_address_taken(house, cleaned.get("email", ""), besides=self.person):
            self.add_error(
                "email",
                _("Somebody here already has this address. Open their record, or use another."),
            )


class RecordForm(MemberForm):
    """A record that is there already."""

    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zone_choices)

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        self.membership = membership
        self.person = membership.person
        manager = membership.manager
        initial = {
            "given_name": self.person.given_name,
            "family_name": self.person.family_name,
            "email": self.person.email,
            "time_zone": self.person.time_zone,
            "job_title": membership.job_title,
            "external_id": membership.external_id,
            "unit": membership.unit_id,
            "manager": (manager.email or manager.name) if manager else "",
        }
        super().__init__(data, initial=initial)
        self.limit_units(membership.organization.units.all())
        account = self.person.account
        if account is not None:
            self.fields["email"].help_text = _(
                "Mail about programs goes here. They sign in with %(email)s; a new address counts"
                " once they say yes to it."
            ) % {"email": account.email}

    def organization(self) -> Organization:
        """That of the membership."""
        return self.membership.organization


class NewPersonForm(MemberForm):
    """Somebody who is not here yet."""

    house = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("Organization"), empty_label=None
    )
    is_invited = forms.BooleanField(
        label=gettext_lazy("Send an invitation to sign in"), required=False
    )
    field_order = ("house",)

    def __init__(self, *args: Any, organizations: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = organizations[0] if len(organizations) == 1 else None
        house: Any = self.fields["house"]
        house.queryset = organizations
        units = Unit.objects.filter(organization__in=organizations).select_related("organization")
        self.limit_units(units)
        if self.only is not None:
            del self.fields["house"]
        else:
            unit: Any = self.fields["unit"]
            unit.label_from_instance = lambda row: f"{row.name}, {row.organization.name}"

    def organization(self) -> Organization | None:
        """The one there is, or the one that was chosen."""
        return self.only or self.cleaned_data.get("house")

    def clean(self) -> dict[str, Any]:
        """An invitation needs an address."""
        cleaned = super().clean()
        if cleaned.get("is_invited") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("An invitation needs an address. Give one, or leave it out."))
        return cleaned


class RoleForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
