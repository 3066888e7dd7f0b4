"""Writing an agreement, signing it, and letting it hold."""

import json
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.agreements.access import CHANGE_AGREEMENT
from guildhall.agreements.actions.events import (
    AGREEMENT_IN_FORCE,
    AGREEMENT_SIGNED,
    AGREEMENT_WRITTEN,
)
from guildhall.agreements.actions.rows import held, told
from guildhall.agreements.kinds import SIGNED, TO_SIGN
from guildhall.agreements.models import AgreementVersion, Review, Signature
from guildhall.agreements.promises import PROMISES, promises_of
from guildhall.agreements.queries.terms import (
    MORE,
    MOST_REVIEWS,
    AgreedTerms,
    terms_of,
    worded_terms,
)
from guildhall.agreements.states import ReviewAnswer
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.pace import note_agreed_cadence
from guildhall.relationships.actions.rows import own_party, present_parties, record_in_pair
from guildhall.relationships.actions.steps import complete_planned
from guildhall.relationships.models import Party, Relationship

# What a plan calls the step: an agreement, or the charter of a preceptorship.
STEPS = ("agreement", "charter")
# From every day to twice a year.
FEWEST_DAYS, MOST_DAYS = 1, 190
FEWEST_MINUTES, MOST_MINUTES = 5, 480
LONGEST = 400


def write_version(
    *, relationship: Relationship, terms: AgreedTerms, based_on: int, by: Actor, at: datetime
) -> AgreementVersion:
    """Write the terms as a new version; whoever writes it signs it, and the others are asked to.

    What holds until then goes on holding. A look back that was due counts as answered. Refuses
    terms without sense, a version equal to the last, and one `based_on` a version that has been
    followed by another meanwhile.
    """
    require(CHANGE_AGREEMENT, by, relationship)
    with transaction.atomic():
        row = held(relationship)
        parties = present_parties(row)
        party = own_party(parties, by)
        latest = row.agreement_versions.last()
        number = latest.number if latest else 0
        if number != based_on:
            raise WrongState(
                _("A newer version was written meanwhile. Open it, and change that one.")
            )
        clean = _cleaned(terms)
        _refuse_bad_terms(clean, today=at.astimezone(ZoneInfo(party.person.time_zone)).date())
        clean = _with_promises(clean, row, at=at)
        if latest is not None and terms_of(latest) == clean:
            raise InvalidInput(_("Nothing has changed, so there is nothing to sign."))
        version = _create(row, clean, number + 1, by=by, at=at)
        record_in_pair(AGREEMENT_WRITTEN, version, row, by=by, at=at)
        _answer_reviews(row, by=by, at=at)
        _sign(version, row, parties, party, by=by, at=at)
        if version.in_force_at is None:
            send_many(
                [
                    told(
                        TO_SIGN,
                        row,
                        to=one,
                        parties=parties,
                        key=f"{version.pk}",
                        page="agreement",
                        author=party.person.given_name,
                    )
                    for one in parties
                    if one.pk != party.pk
                ],
                at=at,
            )
    return version


def sign_version(*, version: AgreementVersion, by: Actor, at: datetime) -> AgreementVersion:
    """Say yes to a version. With the last yes it holds: the rhythm of the pair follows it, the
    first step is ticked off, and everybody is told. Signing twice changes nothing.

    Refuses a version that has been followed by another.
    """
    require(CHANGE_AGREEMENT, by, version.relationship)
    with transaction.atomic():
        row = held(version.relationship)
        parties = present_parties(row)
        party = own_party(parties, by)
        latest = row.agreement_versions.last()
        if latest is None or latest.pk != version.pk:
            raise WrongState(
                _("A newer version was written meanwhile. Read that one, then sign it.")
            )
        _sign(latest, row, parties, party, by=by, at=at)
    return latest


def _sign(
    version: AgreementVersion,
    row: Relationship,
    parties: list[Party],
    party: Party,
    *,
    by: Actor,
    at: datetime,
) -> None:
    _signature, is_new = Signature.objects.get_or_create(
        version=version, party=party, defaults={"signed_at": at}
    )
    if is_new:
        record_in_pair(AGREEMENT_SIGNED, version, row, by=by, at=at)
    signed = set(version.signatures.values_list("party_id", flat=True))
    if version.in_force_at is None and {one.pk for one in parties} <= signed:
        _let_hold(version, row, parties, party, by=by, at=at)


def _let_hold(
    version: AgreementVersion,
    row: Relationship,
    parties: list[Party],
    party: Party,
    *,
    by: Actor,
    at: datetime,
) -> None:
    version.in_force_at = at
    version.save(update_fields=["in_force_at"])
    note_agreed_cadence(row, every_days=version.every_days, minutes=version.minutes)
    record_in_pair(AGREEMENT_IN_FORCE, version, row, by=by, at=at)
    for step in STEPS:
        complete_planned(row, step, by=by, at=at)
    send_many(
        [
            told(SIGNED, row, to=one, parties=parties, key=f"{version.pk}", page="agreement")
            for one in parties
            if one.pk != party.pk
        ],
        at=at,
    )


def _create(
    row: Relationship, terms: AgreedTerms, number: int, *, by: Actor, at: datetime
) -> AgreementVersion:
    version = AgreementVersion.objects.create(
        relationship=row,
        number=number,
        every_days=terms.every_days,
        minutes=terms.minutes,
        until=terms.until,
        sealed=json.dumps(dict(terms.texts)),
        written_by_id=by.person_id,
        written_at=at,
    )
    Review.objects.bulk_create(Review(version=version, on=day) for day in terms.reviews)
    return version


def _answer_reviews(row: Relationship, *, by: Actor, at: datetime) -> None:
    """Whoever proposes a change has looked back."""
    due = Review.objects.filter(
        version__relationship=row,
        version__in_force_at__isnull=False,
        answered_at__isnull=True,
        on__lte=at.date(),
    )
    due.update(answer=ReviewAnswer.CHANGED, answered_at=at, answered_by=by.person_id)


def _with_promises(terms: AgreedTerms, row: Relationship, *, at: datetime) -> AgreedTerms:
    """What the program promises is part of what is signed, and nobody rewords it."""
    promises = promises_of(row, at=at)
    texts = {**terms.texts, PROMISES: "\n".join(promises)} if promises else terms.texts
    return replace(terms, texts=texts)


def _cleaned(terms: AgreedTerms) -> AgreedTerms:
    texts = {name: text.strip() for name, text in terms.texts.items() if text.strip()}
    return replace(terms, texts=texts, reviews=tuple(sorted(set(terms.reviews))))


def _refuse_bad_terms(terms: AgreedTerms, *, today: date) -> None:
    problems: dict[str, str] = {}
    if not FEWEST_DAYS <= terms.every_days <= MOST_DAYS:
        problems["every_days"] = _("Give the days from one meeting to the next, 1 to %(most)d.") % {
            "most": MOST_DAYS
        }
    if not FEWEST_MINUTES <= terms.minutes <= MOST_MINUTES:
        problems["minutes"] = _("Give the minutes of a meeting, %(least)d to %(most)d.") % {
            "least": FEWEST_MINUTES,
            "most": MOST_MINUTES,
        }
    if terms.until is not None and terms.until <= today:
        problems["until"] = _("Choose a day that is still to come, or none.")
    if not terms.reviews or terms.reviews[0] <= today or len(terms.reviews) > MOST_REVIEWS:
        problems["reviews"] = _("Choose one to %(most)d days that are still to come.") % {
            "most": MOST_REVIEWS
        }
    problems |= _text_problems(terms)
    if problems:
        raise InvalidInput(_("The agreement is not written yet."), problems)


def _text_problems(terms: AgreedTerms) -> dict[str, str]:
    worded = worded_terms()
    known = {*(topic.term for topic in worded), MORE}
    problems = {name: _("This is no term of an agreement.") for name in set(terms.texts) - known}
    for topic in worded:
        if topic.is_needed and topic.term not in terms.texts:
            problems[topic.term] = _("Say it in a few words; an agreement needs it.")
    for name, text in terms.texts.items():
        if len(text) > LONGEST:
            problems[name] = _("Keep it to %(most)d characters.") % {"most": LONGEST}
    return problems
