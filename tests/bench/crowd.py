"""A hundred thousand people and twenty thousand pairs, written straight into the tables."""

from datetime import timedelta

from django.test import Client

from guildhall.accounts.models import Account
from guildhall.competencies.actions import load_vocabulary
from guildhall.core import clock
from guildhall.directory.actions.members import add_member, grant_role
from guildhall.directory.actions.organizations import add_organization
from guildhall.directory.models import Membership, Person
from guildhall.meetings.models import Meeting
from guildhall.people.models import Profile
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.cohorts import open_cohort
from guildhall.programs.actions.programs import create_program
from guildhall.programs.models import Enrollment
from guildhall.relationships.models import Party, Relationship

STEP = 5000


def build_crowd(*, people: int, pairs: int) -> str:
    """Returns the session key of a signed-in coordinator of all of them."""
    at = clock.now()
    load_vocabulary()
    house = add_organization(name="Bench", slug="bench", kind="company", time_zone="UTC", at=at)
    boss = add_member(organization=house, given_name="Bo", email="bo@b.example", by=SYSTEM, at=at)
    grant_role(membership=boss, role="coordinator", by=SYSTEM, at=at)
    account = Account.objects.create_user("bo@b.example")
    Person.objects.filter(pk=boss.person_id).update(account=account)
    rows = Person.objects.bulk_create(
        (
            Person(
                given_name="Person",
                family_name=f"{n:06d}",
                email=f"p{n}@b.example",
                created_at=at,
            )
            for n in range(people)
        ),
        batch_size=STEP,
    )
    Membership.objects.bulk_create(
        (Membership(organization=house, person=row, started_at=at) for row in rows),
        batch_size=STEP,
    )
    Profile.objects.bulk_create(
        (Profile(person=row, changed_at=at) for row in rows), batch_size=STEP
    )
    program = create_program(
        organization=house, template_key="formal-mentoring-6", name="Bench", by=SYSTEM, at=at
    )
    cohort = open_cohort(program=program, name="All", by=SYSTEM, at=at)
    sides = [("guide", row) for row in rows[:pairs]]
    sides += [("learner", row) for row in rows[pairs : 2 * pairs]]
    enrolled = Enrollment.objects.bulk_create(
        (
            Enrollment(
                cohort=cohort, person=row, side=side, state="matched", created_at=at, applied_at=at
            )
            for side, row in sides
        ),
        batch_size=STEP,
    )
    made = Relationship.objects.bulk_create(
        (
            Relationship(
                organization=house,
                program=program,
                cohort=cohort,
                state="active",
                opened_at=at - timedelta(days=n % 200),
                created_at=at,
                meetings_held=1,
                last_met_at=at - timedelta(days=9),
            )
            for n in range(pairs)
        ),
        batch_size=STEP,
    )
    Party.objects.bulk_create(
        (
            Party(
                relationship=made[n % pairs],
                person=row.person,
                enrollment=row,
                side=row.side,
                accepted_at=at,
            )
            for n, row in enumerate(enrolled)
        ),
        batch_size=STEP,
    )
    Meeting.objects.bulk_create(
        (
            Meeting(relationship=row, state="held", starts_at=at - timedelta(days=9), logged_at=at)
            for row in made
        ),
        batch_size=STEP,
    )
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value
