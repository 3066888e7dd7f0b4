"""The steps that are measured, in a process where Django is set up."""

from django.core.management import call_command

from guildhall.competencies.actions import load_vocabulary
from guildhall.core import clock
from guildhall.directory.actions.members import add_member, grant_role
from guildhall.directory.actions.organizations import add_organization
from guildhall.directory.models import Membership, Organization, RoleGrant
from guildhall.flows.actions.imports.applying import apply_import
from guildhall.flows.actions.imports.mapping import choose_mapping
from guildhall.flows.actions.imports.uploading import start_import
from guildhall.flows.models import Import
from guildhall.permissions.actor import SYSTEM, Actor, actor_for
from guildhall.work.models import Job
from guildhall.work.running import run_job

OWN = 1  # the coordinator is a member too


def prepare(*, is_first: bool) -> tuple[Organization, Actor]:
    """A database with one organization and its coordinator."""
    if is_first:
        call_command("migrate", verbosity=0)
        load_vocabulary()
        at = clock.now()
        organization = add_organization(
            name="Bench", slug="bench", kind="hospital", time_zone="UTC", at=at
        )
        membership = add_member(
            organization=organization,
            given_name="Coordinator",
            email="coordinator@bench.example",
            by=SYSTEM,
            at=at,
        )
        grant_role(membership=membership, role="coordinator", by=SYSTEM, at=at)
    organization = Organization.objects.get(slug="bench")
    grant = RoleGrant.objects.select_related("membership").get()
    person_id = grant.membership.person_id
    return organization, actor_for(account_id=None, person_id=person_id)


def stage(organization: Organization, actor: Actor, content: bytes) -> Import:
    """From the upload to the preview."""
    imported = start_import(
        organization=organization,
        kind="people",
        content=content,
        name="people.csv",
        by=actor,
        at=clock.now(),
    )
    choose_mapping(import_of=imported, mapping=imported.mapping, by=actor, at=clock.now())
    _run_jobs()
    imported.refresh_from_db()
    return imported


def save(imported: Import, actor: Actor) -> None:
    """Save the preview, where there is something to save."""
    if imported.counts.get("new") or imported.counts.get("changed"):
        apply_import(import_of=imported, by=actor, at=clock.now())
        _run_jobs()
        imported.refresh_from_db()


def require(part: str, imported: Import, rows: int) -> None:
    """Figures count only where the work was done."""
    expected = {"new": "new", "same": "unchanged", "changed": "changed"}[part]
    assert imported.counts[expected] == rows, (
        part,
        imported.state,
        imported.error,
        imported.counts,
    )
    assert imported.state == ("preview" if part == "same" else "applied"), imported.error
    assert Membership.objects.count() == rows + OWN


def _run_jobs() -> None:
    for job in Job.objects.filter(state="queued").order_by("pk"):
        done = run_job(job.pk)
        assert done is not None
        assert not done.error, done.error
