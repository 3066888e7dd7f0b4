"""Choosing what comes by mail."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import build, record_many
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.models import Person
from guildhall.notify.access import CHOOSE_MESSAGES
from guildhall.notify.actions.events import MAIL_RESUMED, MAIL_STOPPED
from guildhall.notify.kinds import KINDS
from guildhall.notify.models import Preference
from guildhall.notify.unsubscribing import subscription_of
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def choose_mails(
    *, person: Person, by_mail: Mapping[str, bool], by: Actor, at: datetime
) -> list[Preference]:
    """Set some kinds to mail or to the inbox only; returns those that changed.

    Only for oneself. Refuses kinds that cannot be switched off, saying why.
    """
    require(CHOOSE_MESSAGES, by, person)
    for key, wants_mail in by_mail.items():
        kind = KINDS.get(key)
        if kind is None:
            raise InvalidInput(_("There is no such kind of message."), {key: key})
        if not wants_mail and not kind.can_unsubscribe:
            words = _("“%(label)s” always comes by mail, because %(why)s.")
            raise InvalidInput(words % {"label": kind.label, "why": kind.always_because})
    with transaction.atomic():
        # One person's choices are written one after the other.
        Person.objects.select_for_update().get(pk=person.pk)
        known = {row.kind: row for row in Preference.objects.filter(person=person)}
        changed = [
            known.get(key) or Preference(person=person, kind=key)
            for key, wants_mail in by_mail.items()
            if (known[key].by_mail if key in known else True) != wants_mail
        ]
        for row in changed:
            row.by_mail, row.changed_at = by_mail[row.kind], at
            row.save()
        record_many(
            [
                build(
                    MAIL_RESUMED if row.by_mail else MAIL_STOPPED,
                    by=by,
                    subject=row,
                    at=at,
                    about=row.kind,
                )
                for row in changed
            ]
        )
    return changed


def choose_by_token(*, token: str, wants_mail: bool, at: datetime) -> tuple[Person, str]:
    """One click from a mail: stops, or allows again, this kind for this person and nothing else.

    Needs no sign-in. A forged secret is not there. Pressing twice changes nothing.
    """
    person_id, key = subscription_of(token)
    person = Person.objects.filter(pk=person_id).first()
    if person is None or key not in KINDS:
        raise NotVisible
    by = Actor(account_id=person.account_id, person_id=person.pk)
    choose_mails(person=person, by_mail={key: wants_mail}, by=by, at=at)
    return person, key
