"""`guildhall setup`: prepare the database, and invite the first administrator."""

import argparse
import sys
from collections.abc import Sequence

from django.conf import settings

from guildhall.jobs.booting import prepare, start


def run(argv: Sequence[str]) -> int:
    """Safe to run again: it updates tables, and adds an organization only where one is named."""
    parser = argparse.ArgumentParser(prog="guildhall setup", description=__doc__)
    parser.add_argument("--organization", help="name of the first (or a further) organization")
    parser.add_argument(
        "--kind", default="other", choices=["hospital", "university", "company", "body", "other"]
    )
    parser.add_argument("--time-zone", default="UTC", help="for example America/New_York")
    parser.add_argument("--administrator", help="e-mail of its first administrator")
    options = parser.parse_args(argv)
    if bool(options.organization) != bool(options.administrator):
        parser.error("name --organization and --administrator together")
    start()
    prepare()
    from guildhall.competencies.actions import load_frameworks, load_vocabulary  # app ready
    from guildhall.core import clock  # app ready

    load_vocabulary()
    load_frameworks(at=clock.now())
    print("The database is ready.")
    if options.organization:
        return _first_steps(options)
    return 0


def _first_steps(options: argparse.Namespace) -> int:
    from django.utils.text import slugify  # app ready

    from guildhall.core import clock  # app ready
    from guildhall.core.errors import GuildhallError  # app ready
    from guildhall.directory.actions.invitations import invite  # app ready
    from guildhall.directory.actions.organizations import add_organization  # app ready
    from guildhall.directory.models import Organization  # app ready
    from guildhall.permissions.actor import SYSTEM  # app ready

    at = clock.now()
    slug = slugify(options.organization)
    organization = Organization.objects.filter(slug=slug).first() or add_organization(
        name=options.organization, slug=slug, kind=options.kind, time_zone=options.time_zone, at=at
    )
    try:
        _row, token = invite(
            organization=organization,
            email=options.administrator,
            role="administrator",
            by=SYSTEM,
            at=at,
        )
    except GuildhallError as error:
        print(f"guildhall: {error.message}", file=sys.stderr)
        return 2
    print(f"Open this link as {options.administrator} (valid for 14 days):")
    print(f"  {settings.GUILDHALL_BASE_URL}/invitation/{token}/")
    return 0
