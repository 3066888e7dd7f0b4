"""The account. There are no superusers and no admin site: roles come from organizations."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from guildhall.core import clock


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; allauth calls it."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "Account":
        """An account with this address, lowercased; without a password it signs in by code."""
        account = self.model(email=email.strip().lower(), **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, email: str | None) -> "Account":
        """Addresses do not care for case."""
        return self.get(email__iexact=email)


class Account(AbstractBaseUser):
    """A way to sign in, known by its e-mail address."""

    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_any_case")]

    def __str__(self) -> str:
        return self.email


class DemoMark(models.Model):
    """This database was created as a demo. Written first, never removed; there is one at most.

    `doors` are the roles that one click signs in as: [{"account_id", "name", "role", "text"}, …].
    """

    only = models.BooleanField(default=True, unique=True)
    marked_at = models.DateTimeField()
    doors = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="one_demo_mark")]

    def __str__(self) -> str:
        return f"demo since {self.marked_at:%Y-%m-%d}"


class CacheEntry(models.Model):
    """What all processes count together: tries to sign in, codes that were used.

    Django's cache in the database reads and writes these rows by itself; they are declared here so
    that the table is made, moved and emptied like every other one.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "guildhall_cache"

    def __str__(self) -> str:
        return self.cache_key
