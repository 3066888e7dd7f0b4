"""What the chain proves of an assessment: sign-offs, observations, ratings, evidence, incidents."""

from collections.abc import Sequence

from guildhall.assessment.models import Evidence, Incident, Observation, Passport, Rating, SignOff
from guildhall.assessment.states import SignOffState
from guildhall.audit.proven import Content, Plain, Proven, Step, day, moment
from guildhall.competencies.models import Competency, ScaleLevel

RECORDED, TAKEN_BACK = "recorded", "taken back"


def _passport(row: Passport) -> dict[str, Plain]:
    # Not its number: where two records of a person were merged, rows stand in another passport.
    return {"organization": row.organization_id, "framework": row.framework_id}


def _level(competency: Competency, level: ScaleLevel) -> dict[str, Plain]:
    return {"competency": competency.key, "level": level.code, "allows": level.allows}


def _sign_off(row: SignOff) -> Content:
    return {
        **_passport(row.passport),
        **_level(row.competency, row.level),
        "proof": row.proof,
        "request": row.request_id,
        "signed_at": moment(row.signed_at),
        "accepted_at": moment(row.accepted_at),
        "valid_until": day(row.valid_until),
        "words": row.words,
        "key": str(row.device_key),
    }


def _sign_off_steps(row: SignOff) -> Sequence[Step]:
    return [
        Step(move.state, move.by_id, {"at": moment(move.at), "why": move.why})
        for move in row.moves.all()
    ]


SIGN_OFFS = Proven(
    noun="Sign-off",
    said="signed",
    model=SignOff,
    born=("sign_off_signed",),
    states={
        "sign_off_signed": SignOffState.IN_FORCE,
        "sign_off_replaced": SignOffState.REPLACED,
        "sign_off_contested": SignOffState.CONTESTED,
        "sign_off_upheld": SignOffState.IN_FORCE,
        "sign_off_withdrawn": SignOffState.WITHDRAWN,
    },
    rows=lambda: SignOff.objects.select_related("passport", "competency", "level").prefetch_related(
        "moves"
    ),
    content=_sign_off,
    people=lambda row: {"learner": row.passport.learner_id, "signer": row.signer_id},
    state=lambda row: row.state,
    steps=_sign_off_steps,
)


def _observation(row: Observation) -> Content:
    return {
        **_passport(row.passport),
        **_level(row.competency, row.level),
        "seen_at": moment(row.seen_at),
        "recorded_at": moment(row.recorded_at),
        "shows": int(row.shows),
        "went_well": row.went_well,
        "next_step": row.next_step,
        "key": str(row.device_key),
    }


def _taken_back(row: Observation) -> Sequence[Step]:
    if row.taken_back_at is None:
        return ()
    content = {"at": moment(row.taken_back_at), "why": row.taken_back_why}
    return [Step(TAKEN_BACK, row.taken_back_by_id, content)]


OBSERVATIONS = Proven(
    noun="Observation",
    said="recorded",
    model=Observation,
    born=("observation_recorded",),
    states={"observation_recorded": RECORDED, "observation_taken_back": TAKEN_BACK},
    rows=lambda: Observation.objects.select_related("passport", "competency", "level"),
    content=_observation,
    people=lambda row: {"learner": row.passport.learner_id, "observer": row.observer_id},
    state=lambda row: TAKEN_BACK if row.taken_back_at else RECORDED,
    steps=_taken_back,
)


def _rating(row: Rating) -> Content:
    lines = sorted((line.competency.key, line.level.code) for line in row.lines.all())
    return {
        **_passport(row.round.passport),
        "round": row.round_id,
        "opened_at": moment(row.round.opened_at),
        "locked_at": moment(row.locked_at),
        "rater": row.rater,
        "lines": lines,
    }


RATINGS = Proven(
    noun="Rating",
    said="locked",
    model=Rating,
    born=("rating_locked",),
    states={"rating_locked": "locked"},
    rows=lambda: (
        Rating.objects.exclude(locked_at=None, digest="")
        .select_related("round__passport")
        .prefetch_related("lines__competency", "lines__level")
    ),
    content=_rating,
    people=lambda row: {"learner": row.round.passport.learner_id, "rated": row.person_id},
    state=lambda row: "locked" if row.locked_at else "open",
)


def _evidence(row: Evidence) -> Content:
    return {
        **_passport(row.passport),
        "competency": row.competency.key,
        "file": row.file.sha256,
        "shows": int(row.shows),
        "note": row.note,
        "added_at": moment(row.added_at),
    }


EVIDENCE = Proven(
    noun="Evidence",
    said="added",
    model=Evidence,
    born=("evidence_added",),
    states={"evidence_added": "added", "evidence_removed": "removed"},
    rows=lambda: Evidence.objects.select_related("passport", "competency", "file"),
    content=_evidence,
    people=lambda row: {"learner": row.passport.learner_id, "adder": row.added_by_id},
    state=lambda _row: "added",
    gone="evidence_removed",
)


def _incident(row: Incident) -> Content:
    return {
        **_passport(row.passport),
        "competency": row.competency.key,
        "answer": row.answer,
        "reported_at": moment(row.reported_at),
        "words": row.words,
    }


def _settled(row: Incident) -> Sequence[Step]:
    if row.settled_at is None:
        return ()
    content = {"at": moment(row.settled_at), "words": row.settled_words}
    return [Step("settled", row.settled_by_id, content)]


INCIDENTS = Proven(
    noun="Incident",
    said="reported",
    model=Incident,
    born=("incident_reported",),
    states={"incident_reported": "reported", "incident_settled": "settled"},
    rows=lambda: Incident.objects.select_related("passport", "competency"),
    content=_incident,
    people=lambda row: {"learner": row.passport.learner_id, "reporter": row.reported_by_id},
    state=lambda row: "settled" if row.settled_at else "reported",
    steps=_settled,
)
PROVEN = (SIGN_OFFS, OBSERVATIONS, RATINGS, EVIDENCE, INCIDENTS)
