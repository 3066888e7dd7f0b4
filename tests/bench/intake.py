"""An intake in the middle of its year, written straight into the tables; the summaries are kept by
the product itself."""

from datetime import timedelta
from random import Random
from uuid import UUID

from django.test import Client

from guildhall.accounts.models import Account
from guildhall.assessment.actions.summaries import keep_summaries
from guildhall.assessment.models import Observation, Passport, SignOff
from guildhall.competencies.actions import load_vocabulary
from guildhall.competencies.models import (
    Competency,
    Domain,
    Framework,
    FrameworkVersion,
    Scale,
    ScaleLevel,
)
from guildhall.core import clock
from guildhall.directory.actions.members import add_member, grant_role
from guildhall.directory.actions.organizations import add_organization
from guildhall.directory.models import Membership, Organization, Person, Unit
from guildhall.people.models import Profile
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.cohorts import open_cohort
from guildhall.programs.actions.programs import create_program
from guildhall.programs.models import Cohort, Enrollment
from guildhall.relationships.models import Party, Relationship

STEP, UNITS, DOMAINS = 5000, 20, 6
LEVELS = (("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5))


def build_intake(*, learners: int, competencies: int, observations: int) -> str:
    """Returns the session key of a signed-in coordinator."""
    rnd, at = Random(1), clock.now()
    load_vocabulary()
    house = add_organization(name="Bench", slug="bench", kind="company", time_zone="UTC", at=at)
    boss = add_member(organization=house, given_name="Bo", email="bo@b.example", by=SYSTEM, at=at)
    grant_role(membership=boss, role="coordinator", by=SYSTEM, at=at)
    account = Account.objects.create_user("bo@b.example")
    Person.objects.filter(pk=boss.person_id).update(account=account)
    version = _framework(competencies)
    program = create_program(
        organization=house, template_key="nurse-preceptorship-core", name="Bench", by=SYSTEM, at=at
    )
    program.framework = version.framework
    program.save()
    cohort = open_cohort(program=program, name="All", by=SYSTEM, at=at)
    pairs = _pairs(house, cohort, learners, rnd)
    passports = _passports(pairs, version)
    _seen(passports, observations, rnd)
    _signed(passports, rnd)
    keep_summaries(list(Passport.objects.select_related("organization", "version")))
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def _framework(competencies: int) -> FrameworkVersion:
    scale = Scale.objects.create(key="bench", name="Bench", kind="entrustment")
    levels = [
        ScaleLevel.objects.create(scale=scale, position=n, code=code, name=code, allows=allows)
        for n, (code, allows) in enumerate(LEVELS)
    ]
    framework = Framework.objects.create(key="bench", name="Bench")
    at = clock.now()
    version = FrameworkVersion.objects.create(
        framework=framework, number=1, scale=scale, made_at=at, published_at=at
    )
    domains = [
        Domain.objects.create(version=version, position=n, key=f"d{n}", name=f"Domain {n}")
        for n in range(DOMAINS)
    ]
    for n in range(competencies):
        Competency.objects.create(
            version=version,
            domain=domains[n * DOMAINS // competencies],
            position=n,
            key=f"c{n}",
            name=f"Competency {n}",
            is_critical=n % 4 == 0,
            target=levels[3],
            floor=levels[2],
            observations=3,
            people=2,
            fresh_days=60,
            last_count=2,
            valid_days=365,
        )
    return version


def _pairs(house: Organization, cohort: Cohort, learners: int, rnd: Random) -> list[Party]:
    """A guide for two learners each; a few guides carry one too many."""
    at = clock.now()
    units = [Unit.objects.create(organization=house, name=f"Ward {n}") for n in range(UNITS)]
    rows = Person.objects.bulk_create(
        Person(given_name="Person", family_name=f"{n:04d}", email=f"p{n}@b.example", created_at=at)
        for n in range(learners + learners // 2)
    )
    Membership.objects.bulk_create(
        Membership(organization=house, person=row, started_at=at, unit=rnd.choice(units))
        for row in rows
    )
    Profile.objects.bulk_create(
        Profile(person=row, changed_at=at, capacity=1 if n % 25 == 0 else 2)
        for n, row in enumerate(rows)
    )
    guides, rest = rows[: learners // 2], rows[learners // 2 :]
    made = Relationship.objects.bulk_create(
        Relationship(
            organization=house,
            program=cohort.program,
            cohort=cohort,
            state="active",
            opened_at=at - timedelta(days=180 + n % 30),
            ends_on=(at + timedelta(days=185 - n % 30)).date(),
            created_at=at,
        )
        for n in range(learners)
    )
    parties = []
    for side, people in (("guide", [*guides, *guides]), ("learner", rest)):
        enrolled = {
            row.pk: Enrollment(
                cohort=cohort, person=row, side=side, state="matched", created_at=at, places=2
            )
            for row in people
        }
        Enrollment.objects.bulk_create(enrolled.values())
        parties += Party.objects.bulk_create(
            Party(
                relationship=made[n],
                person=row,
                enrollment=enrolled[row.pk],
                side=side,
                accepted_at=at,
            )
            for n, row in enumerate(people)
        )
    return [party for party in parties if party.side == "learner"]


def _passports(pairs: list[Party], version: FrameworkVersion) -> list[Passport]:
    made = Passport.objects.bulk_create(
        Passport(
            learner_id=party.person_id,
            organization_id=party.relationship.organization_id,
            framework=version.framework,
            version=version,
            opened_at=party.relationship.opened_at,
        )
        for party in pairs
    )
    links = Passport.relationships.through
    links.objects.bulk_create(
        links(passport=row, relationship_id=party.relationship_id)
        for row, party in zip(made, pairs, strict=True)
    )
    return made


def _seen(passports: list[Passport], observations: int, rnd: Random) -> None:
    """Levels climb with time; a tenth of the learners were not seen for some weeks."""
    at = clock.now()
    competencies = list(Competency.objects.order_by("pk"))
    levels = list(ScaleLevel.objects.order_by("position"))
    observers = list(Person.objects.filter(given_name="Person").order_by("pk")[:250])
    rows = []
    for n in range(observations):
        passport = passports[n % len(passports)]
        quiet = 20 if passport.pk % 10 == 0 else 0
        ago = rnd.randint(quiet, 179)
        level = min(4, max(0, (179 - ago) // 45 + rnd.choice((-1, 0, 0, 1))))
        rows.append(
            Observation(
                passport=passport,
                competency=rnd.choice(competencies),
                level=levels[level],
                observer=rnd.choice(observers),
                seen_at=at - timedelta(days=ago),
                recorded_at=at - timedelta(days=ago),
                device_key=UUID(int=n),
            )
        )
    Observation.objects.bulk_create(rows, batch_size=STEP)


def _signed(passports: list[Passport], rnd: Random) -> None:
    """Between a few and most; some critical ones lapse soon or have lapsed."""
    at = clock.now()
    competencies = list(Competency.objects.order_by("pk"))
    level = ScaleLevel.objects.get(code="4")
    signers = list(Person.objects.filter(given_name="Person").order_by("pk")[:50])
    rows = []
    for passport in passports:
        for one in rnd.sample(competencies, rnd.randint(8, 30)):
            days = rnd.choice((-3, 20, 50)) if rnd.random() < 0.01 else 300
            rows.append(
                SignOff(
                    passport=passport,
                    competency=one,
                    level=level,
                    signer=rnd.choice(signers),
                    proof="signed_in",
                    state="in_force",
                    signed_at=at - timedelta(days=30),
                    accepted_at=at,
                    valid_until=(at + timedelta(days=days)).date(),
                    device_key=UUID(int=10**9 + len(rows)),
                )
            )
    SignOff.objects.bulk_create(rows, batch_size=STEP)
