"""People, and where they belong."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models.organization import Organization, Unit
from guildhall.directory.states import Role


class Person(models.Model):
    """A human being. Signs in with an account, once there is one."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="person"
    )
    given_name = models.CharField(_("first name"), max_length=100)
    family_name = models.CharField(_("last name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    created_at = models.DateTimeField()
    # Set when this record was merged into another one; then nothing points here any more.
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        indexes = [
            models.Index(Lower("email"), name="person_email_any_case"),
            models.Index(fields=["family_name", "given_name"]),
            # Only merged records: an index of all would lead lists away from that of the names.
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="person_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Full name, given name first."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def place_of_clock(self) -> str:
        """Where the person's clock stands: “New York”."""
        return self.time_zone.rpartition("/")[2].replace("_", " ")

    @property
    def initials(self) -> str:
        """Two letters at most, for the arch."""
        return (self.given_name[:1] + self.family_name[:1]).upper()


class Membership(models.Model):
    """A person in an organization."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="memberships")
    manager = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="report_memberships"
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    external_id = models.CharField(_("staff or student number"), max_length=60, blank=True)
    # What an import brought beside the known fields, by its heading; matching facts read it.
    details = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "person"], name="membership_once"),
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                condition=~models.Q(external_id=""),
                name="external_id_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.organization}"


class RoleGrant(models.Model):
    """A role that a member holds. Taking it away ends the row; history stays."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=15, choices=Role.choices)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="role_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.membership}"


class PersonMerge(models.Model):
    """Two records turned out to be one person: which went into which, and what moved."""

    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Person, models.CASCADE, related_name="+")
    merged_at = models.DateTimeField()
    merged_by_id_of_person = models.BigIntegerField(null=True)
    moved = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"
