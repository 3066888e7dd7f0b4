"""Saving a whole profile: each part by its own action, all of them or none."""

from datetime import datetime

from django.db import transaction

from guildhall.directory.actions.members import change_member
from guildhall.people.actions.availability import set_availability
from guildhall.people.actions.profile import change_profile, set_interests, set_skills
from guildhall.people.states import Direction
from guildhall.permissions.actor import Actor
from guildhall.web.people.profile_draft import ProfileDraft
from guildhall.web.people.profile_form import PERSON_FIELDS


def save_profile(draft: ProfileDraft, *, by: Actor, at: datetime) -> None:
    """Keep a draft that was found valid. What did not change leaves no trace in the history."""
    person = draft.person
    with transaction.atomic():
        change_profile(
            person=person,
            by=by,
            at=at,
            languages=draft.language_codes(),
            **draft.form.of_profile(),
        )
        for direction in Direction:
            levels = draft.levels(direction)
            set_skills(person=person, direction=direction, levels=levels, by=by, at=at)
        interests = list(draft.form.cleaned_data["interests"])
        set_interests(person=person, interests=interests, by=by, at=at)
        set_availability(person=person, windows=draft.windows, by=by, at=at)
        _change_record(draft, by=by, at=at)


def _change_record(draft: ProfileDraft, *, by: Actor, at: datetime) -> None:
    """Name and time zone are part of the record, which changes through a membership."""
    wanted = draft.form.of_person()
    changed = {
        name: wanted[name] for name in PERSON_FIELDS if getattr(draft.person, name) != wanted[name]
    }
    membership = draft.person.memberships.order_by("ended_at", "pk").first()
    if changed and membership is not None:
        membership.person = draft.person
        change_member(membership=membership, by=by, at=at, **changed)
