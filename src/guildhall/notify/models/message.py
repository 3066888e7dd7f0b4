"""The outbox, the inbox, the texts and the preferences."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from guildhall.notify.states import MessageState


class Message(models.Model):
    """One mail to one person. `key` makes it unique; `message_id` is its Message-ID for good.

    The words are kept as they were when it was written, sealed, since they may tell why somebody
    was declined or what a colleague thinks of them. The body holds `[[link:ID label]]` where an
    action link stands; its secret is made only at hand-over, so that this table opens nothing.
    """

    key = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    # What it is about, as "cohort:12" or "relationship:7"; lists and previews filter by it.
    about = models.CharField(max_length=60, blank=True)
    address = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=250)
    body = EncryptedTextField()
    button = models.CharField(max_length=250, blank=True)
    small_print = EncryptedTextField(blank=True)
    path = models.CharField(max_length=200, blank=True)
    # The invitation that goes along (text/calendar) and its method; most mails have none.
    calendar = EncryptedTextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    # The Date header: one moment for good, so that a second copy equals the first.
    dated_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=MessageState.choices, default=MessageState.QUEUED
    )
    tries = models.PositiveSmallIntegerField(default=0)
    # How often nobody could say whether it had left: so many second copies at most.
    times_uncertain = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    lease_token = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "send_after"]),
            models.Index(fields=["about", "state"]),
            models.Index(fields=["organization", "-created_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"


class Notice(models.Model):
    """A line in a person's inbox in the product. Its key says that the person has been told."""

    key = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    title = models.CharField(max_length=250)
    text = EncryptedTextField(blank=True)
    path = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def opening(self) -> str:
        """Its first paragraph, for lists."""
        return self.text.partition("\n\n")[0]


class MessageText(models.Model):
    """An organization's own wording of a kind of message; `scope` narrows it, as "cohort:12".

    The wording in force has no `replaced_at`; earlier ones stay, so that a change can be undone.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="message_texts")
    kind = models.CharField(max_length=60)
    scope = models.CharField(max_length=60, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    button = models.CharField(_("button"), max_length=60, blank=True)
    small_print = models.TextField(_("small print"), blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "scope"],
                condition=models.Q(replaced_at__isnull=True),
                name="message_text_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organization_id}"


class Preference(models.Model):
    """A person's choice for one kind of message: by mail or only in the inbox."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=60)
    by_mail = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class KeptMail(models.Model):
    """In a demo database: a mail that would have left the house, whole, with its links.

    Written only where the demo mark stands; sign-in codes are here too, so that the tour works.
    """

    message_id = models.CharField(max_length=120, unique=True)
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    text = EncryptedTextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"
