"""Frameworks: competencies in domains, in versions that never change once published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models.scale import Scale, ScaleLevel
from guildhall.directory.models import Organization, Person


class Framework(models.Model):
    """What somebody has to be able to do in a role."""

    # Empty: it came with the product, for everybody.
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, related_name="frameworks"
    )
    key = models.SlugField(max_length=80)
    name = models.CharField(_("name"), max_length=160)
    summary = models.CharField(_("in one sentence"), max_length=400, blank=True)
    source = models.CharField(_("where it comes from"), max_length=400, blank=True)
    license = models.CharField(_("license"), max_length=200, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="framework_key_once"),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(organization__isnull=True),
                name="framework_key_once_shared",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FrameworkVersion(models.Model):
    """A framework at one moment; a draft until it is published."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="+")
    note = models.CharField(_("what is new"), max_length=400, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["framework", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.framework}, version {self.number}"


class Domain(models.Model):
    """A heading under which competencies stand."""

    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="domains")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=80)
    name = models.CharField(_("name"), max_length=160)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="domain_key_once")]

    def __str__(self) -> str:
        return self.name


class Competency(models.Model):
    """One thing to be able to do, and what its sign-off asks for."""

    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="competencies")
    domain = models.ForeignKey(Domain, models.CASCADE, related_name="competencies")
    position = models.PositiveSmallIntegerField()
    # The same through all versions, so that records carry over.
    key = models.SlugField(max_length=80)
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("what it means"), blank=True)
    # How it is done, in Markdown.
    guide = models.TextField(_("skill guide"), blank=True)
    is_critical = models.BooleanField(_("critical"), default=False)
    target = models.ForeignKey(ScaleLevel, models.PROTECT, related_name="+")
    # Below this, one of the last observations holds a sign-off back. Empty: the target.
    floor = models.ForeignKey(ScaleLevel, models.PROTECT, null=True, related_name="+")
    observations = models.PositiveSmallIntegerField(_("observations at the level"), default=1)
    people = models.PositiveSmallIntegerField(_("by so many people"), default=1)
    fresh_days = models.PositiveSmallIntegerField(_("the last one within days"), null=True)
    last_count = models.PositiveSmallIntegerField(_("of the last so many"), default=0)
    # Empty: a sign-off holds for good.
    valid_days = models.PositiveSmallIntegerField(_("a sign-off holds for days"), null=True)
    first = models.ManyToManyField("self", symmetrical=False, related_name="later", blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="competency_key_once")
        ]

    def __str__(self) -> str:
        return self.name


class FrameworkUpload(models.Model):
    """Files that were read and wait for somebody to look: they become a draft, or are let go."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="framework_uploads")
    # Empty: it makes a new framework.
    framework = models.ForeignKey(
        Framework, models.CASCADE, null=True, related_name="framework_uploads"
    )
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=400, blank=True)
    license = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=400, blank=True)
    files = models.CharField(max_length=400)
    # One of the two: a scale that is there, or one that came in the files.
    scale = models.ForeignKey(Scale, models.CASCADE, null=True, related_name="+")
    own_scale = models.JSONField(null=True)
    # In the shape of `framework_spec.framework_table`.
    contents = models.JSONField()
    # What was left out of the files, in sentences.
    remarks = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
