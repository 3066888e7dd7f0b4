"""What staff read, and only those of them whose work it is: worries, asks, screening."""

from guildhall.programs.actions.nominations import nominate
from guildhall.programs.actions.screening_decision import decide_application
from guildhall.programs.actions.screening_steps import set_step
from guildhall.programs.screening_states import Outcome
from guildhall.relationships.models import Relationship
from guildhall.safety.actions.handling import see_worry, write_entry
from guildhall.safety.actions.reporting import Report, report_worry
from guildhall.safety.actions.support import ask_for_person
from guildhall.safety.models import Worry
from guildhall.safety.states import EntryKind
from guildhall.standards.actions.attesting import AttestationDraft, attest_fact
from tests.matching.factories import cohort_of, mentoring, preceptorship
from tests.privacy.cast import Cast
from tests.privacy.road_secrets import begun
from tests.privacy.secret import Paths, Secret
from tests.programs.screening_scene import (
    grant,
    make_application,
    make_screened_cohort,
    open_gates,
    rate,
)
from tests.world import NOW


def _reported(cast: Cast, row: Relationship, *, text: str = "Something.", reach: str = "") -> Worry:
    report = Report(kind="other", text=text, reach=reach)
    return report_worry(report=report, relationship=row, by=cast.actor("noor"), at=NOW)


def _worry(cast: Cast, pair: Relationship, words: str) -> Paths:
    worry = _reported(cast, begun(cast), text=words, reach=words)
    return ("/worries/", f"/worries/{worry.code}/")


def _worry_note(cast: Cast, pair: Relationship, words: str) -> Paths:
    worry, sara = _reported(cast, begun(cast)), cast.actor("sara")
    see_worry(worry=worry, by=sara, at=NOW)
    write_entry(worry=worry, kind=EntryKind.NOTE, text=words, by=sara, at=NOW)
    return (f"/worries/{worry.code}/",)


def _worry_answer(cast: Cast, pair: Relationship, words: str) -> Paths:
    worry, sara = _reported(cast, begun(cast)), cast.actor("sara")
    see_worry(worry=worry, by=sara, at=NOW)
    write_entry(worry=worry, kind=EntryKind.ANSWER, text=words, by=sara, at=NOW)
    return (f"/worries/{worry.code}/",)


def _contact(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = begun(cast)
    ask_for_person(relationship=row, category="fit", words=words, by=cast.actor("noor"), at=NOW)
    return (f"/relationships/{row.pk}/", f"/relationships/{row.pk}/contact/")


def _screening(cast: Cast, pair: Relationship, words: str) -> Paths:
    """Two raters agree, an interview is noted, and Maren decides; Tomas hears only the outcome."""
    cohort = make_screened_cohort(cast)
    row = make_application(cohort, cast.tomas)
    maren = cast.actor("maren")
    open_gates(row, maren)
    for person in (cast.gwen, cast.omar):
        rate(row, grant(cohort.program, person), 28, note=words)
    set_step(enrollment=row, step="interview", state="cleared", note=words, by=maren, at=NOW)
    decide_application(
        enrollment=row, outcome=Outcome.APPROVE, reason=words, words="Welcome", by=maren, at=NOW
    )
    return (f"/screening/{cohort.pk}/", f"/screening/application/{row.pk}/")


def _nomination(cast: Cast, pair: Relationship, words: str) -> Paths:
    cohort = cohort_of(mentoring(cast.alder, "Proposed"))
    row = nominate(
        cohort=cohort,
        side="guide",
        nominee=cast.omar,
        reason=words,
        by=cast.actor("tomas"),
        at=NOW,
    )
    return (f"/nominations/{row.pk}/",)


def _attestation(cast: Cast, pair: Relationship, words: str) -> Paths:
    program = preceptorship(cast.alder, "Held against a standard")
    draft = AttestationDraft(on=NOW.date(), words=words)
    attest_fact(program=program, fact="policy", draft=draft, by=cast.actor("maren"), at=NOW)
    here = f"/programs/{program.pk}/standards/"
    return (here, f"{here}facts/policy/", f"{here}nhs-nursing-core/N9/")


OFFICER = frozenset({"noor", "sara"})
COORDINATORS = frozenset({"maren", "ada"})

STAFF_SECRETS = (
    Secret("worry", OFFICER, _worry),
    Secret("worry_note", frozenset({"sara"}), _worry_note),
    Secret("worry_answer", OFFICER, _worry_answer),
    Secret("contact", COORDINATORS | {"noor", "cora"}, _contact),
    # The raters read what they and the others noted.
    Secret("screening", COORDINATORS | {"gwen", "omar"}, _screening),
    Secret("attestation", COORDINATORS | {"vera"}, _attestation),
    # Whoever keeps the outbox of the house reads the mail that carries it.
    Secret("nomination", COORDINATORS | {"omar"}, _nomination, mailed=frozenset({"omar"})),
)
