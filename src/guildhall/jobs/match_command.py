"""`guildhall match`: the matcher on two spreadsheets, without database or server."""

import argparse
import os
import sys
import tomllib
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rich.console import Console

from guildhall.engine.matching import (
    Criteria,
    CriteriaError,
    MatchError,
    MatchResult,
    Person,
    load_criteria,
    match,
)
from guildhall.jobs.match_files import Refused, check_outputs, unmatched_path, write_all
from guildhall.jobs.match_report import report_html
from guildhall.jobs.match_sheets import read_people, side_of
from guildhall.jobs.match_tables import pairs_csv, summary_lines, unmatched_csv

MOST_PROBLEMS = 30


def run(argv: Sequence[str]) -> int:
    """0 when the pairs were made and written, 2 when something has to be put right first."""
    options = _parser().parse_args(argv)
    try:
        _match(options)
    except Refused as refused:
        for problem in refused.problems[:MOST_PROBLEMS]:
            print(f"✗ {problem}", file=sys.stderr)
        more = len(refused.problems) - MOST_PROBLEMS
        if more > 0:
            print(f"… and {more} more", file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guildhall match", description=__doc__)
    parser.add_argument("guides", type=Path, metavar="MENTORS", help="CSV or XLSX of the mentors")
    parser.add_argument("learners", type=Path, metavar="MENTEES", help="CSV or XLSX of the mentees")
    parser.add_argument("--rules", type=Path, required=True, metavar="RULES.toml")
    parser.add_argument(
        "--objective",
        choices=("fair", "best", "stable"),
        default="fair",
        help="fair: most people, then the weakest pair, then the total (default);"
        " best: the total; stable: no two people would rather swap",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="PAIRS.csv",
        help="write the pairs; those without one go to PAIRS-unmatched.csv beside it",
    )
    parser.add_argument(
        "--report", type=Path, metavar="REPORT.html", help="write a page for the coordinator"
    )
    parser.add_argument(
        "--minimum", type=_points, metavar="N", help="make no pair below this many points"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="break ties another way")
    return parser


def _points(text: str) -> Decimal:
    try:
        points = Decimal(text)
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of points") from None
    if not points.is_finite() or points < 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of points")
    return points


def _match(options: argparse.Namespace) -> None:
    inputs = (options.guides, options.learners, options.rules)
    check_outputs(inputs, output=options.output, report=options.report)
    console = Console(stderr=True)
    with _progress(console, "Reading the rules and both spreadsheets"):
        criteria = _criteria(options.rules)
        guides, learners = _people(options, criteria)
    with _progress(console, f"Matching {len(learners)} with {len(guides)}"):
        try:
            result = match(
                guides,
                learners,
                criteria,
                objective=options.objective,
                minimum_score=options.minimum,
                seed=options.seed,
            )
        except MatchError as error:
            raise Refused(error.problems) from None
    written = _outputs(options, result)
    write_all(written)
    lines = summary_lines(result, lists_pairs=options.output is None)
    _print([*lines, *(f"Wrote {path}" for path in written)])


def _print(lines: list[str]) -> None:
    try:
        print("\n".join(lines), flush=True)
    except BrokenPipeError:
        # Whoever reads has seen enough, as `head` has; the exit must stay quiet too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _progress(console: Console, what: str) -> AbstractContextManager[object]:
    return console.status(f"{what} …") if console.is_terminal else nullcontext()


def _criteria(path: Path) -> Criteria:
    try:
        mapping = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Refused([f"{path}: {error.strerror or error}"]) from None
    except UnicodeDecodeError:
        raise Refused([f"{path}: the rules file must be a TOML text in UTF-8"]) from None
    except tomllib.TOMLDecodeError as error:
        raise Refused([f"{path}: not readable as TOML: {error}"]) from None
    try:
        return load_criteria(mapping, source=path.name)
    except CriteriaError as error:
        raise Refused(error.problems) from None


def _people(options: argparse.Namespace, criteria: Criteria) -> tuple[list[Person], list[Person]]:
    sides, problems = [], []
    for is_guide in (True, False):
        try:
            sides.append(side_of(criteria, is_guide=is_guide))
        except CriteriaError as error:
            problems += [f"{options.rules.name}: {problem}" for problem in error.problems]
    if problems:
        raise Refused(problems)
    guides, guide_problems = read_people(options.guides, sides[0])
    learners, learner_problems = read_people(options.learners, sides[1])
    problems = guide_problems + learner_problems
    if problems:
        raise Refused(problems)
    return guides, learners


def _outputs(options: argparse.Namespace, result: MatchResult) -> dict[Path, bytes]:
    found: dict[Path, bytes] = {}
    if options.output is not None:
        found[options.output] = pairs_csv(result)
        found[unmatched_path(options.output)] = unmatched_csv(result)
    if options.report is not None:
        sources = (options.guides.name, options.learners.name, options.rules.name)
        found[options.report] = report_html(result, sources=sources).encode()
    return found
