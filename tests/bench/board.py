"""The board of 500 preceptees with 40 competencies and 50,000 observations, and one passport."""

from tests.bench.pages import measure

LEARNERS, COMPETENCIES, OBSERVATIONS = 500, 40, 50_000
PAGES = {
    "empty signed-in page": "/privacy/",
    "board of the intake": "/board/",
    "board, one unit": "/board/?unit=1",
    "board, who is on track": "/board/?state=on_track",
    "passports": "/passports/",
    "one passport": "/passports/1/",
    "one competency": "/passports/1/competencies/1/",
}


def run() -> None:
    """Builds the intake, serves it, and asks for each page from four clients."""
    title = f"{LEARNERS} preceptees, {COMPETENCIES} competencies, {OBSERVATIONS:,} observations"
    measure(PAGES, title, _intake)


def _intake() -> str:
    from tests.bench.intake import build_intake

    return build_intake(learners=LEARNERS, competencies=COMPETENCIES, observations=OBSERVATIONS)
