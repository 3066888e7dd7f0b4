"""`guildhall check`: verify an installation, its chain of events and every row that it proves."""

import argparse
import sys
from collections.abc import Sequence

from django.core.checks import run_checks

from guildhall.jobs.booting import is_migrated, start


def run(argv: Sequence[str]) -> int:
    """0 where everything holds; 1 where something was found, named in a sentence."""
    parser = argparse.ArgumentParser(prog="guildhall check", description=__doc__)
    parser.add_argument(
        "--anchor", default="", help="a “position:digest” that was noted outside earlier"
    )
    options = parser.parse_args(argv)
    start()
    problems = [str(found.msg) for found in run_checks() if found.is_serious()]
    if not is_migrated():
        problems.append("The database is not prepared. Run `guildhall setup`.")
    else:
        problems += _chain_problems(options.anchor)
        problems += _row_problems()
    for problem in problems:
        print(f"✗ {problem}", file=sys.stderr)
    if not problems:
        print("Everything holds.")
    return 1 if problems else 0


def _chain_problems(anchor: str) -> list[str]:
    from guildhall.audit.chain import check_chain  # app ready
    from guildhall.audit.models import ChainHead  # app ready

    verdict = check_chain(anchor)
    head = ChainHead.objects.order_by("-position").first()
    print(f"{verdict.events} sealed events, {verdict.heads} signed heads.")
    if head and not verdict.problem:
        print(f"Anchor to note outside: {head.position}:{head.digest}")
    return [verdict.problem] if verdict.problem else []


def _row_problems() -> list[str]:
    """A sentence for each assessed row that its events do not bear out."""
    from guildhall.jobs.proven_rows import proven_rows  # app ready

    found = []
    for kind, count, problems in proven_rows():
        print(f"{kind}: {count} held against their events.")
        found += problems
    return found
