"""What is written in assessment: of one learner, for the pair and those who oversee it.

The learner's manager, whoever reads the program, and the house that sends the learner are among
them; colleagues of the house, other houses and its executives are not.
"""

from datetime import timedelta

from guildhall.assessment.actions.contesting import contest_sign_off, settle_sign_off
from guildhall.assessment.actions.evidence import add_evidence
from guildhall.assessment.actions.incidents import report_incident, settle_incident
from guildhall.assessment.actions.observations import take_back_observation
from guildhall.assessment.actions.reviewing import look_at_flag
from guildhall.assessment.actions.signing import decline_sign_off
from guildhall.assessment.models import Passport, SignOffFlag
from guildhall.assessment.states import EvidenceLevel
from guildhall.files.enclosed import Enclosure
from guildhall.relationships.models import Relationship
from tests.assessment.ground import make_passport
from tests.assessment.seeing import see
from tests.assessment.signed import ask, competency_of, sign
from tests.privacy.cast import Cast
from tests.privacy.secret import PAIR, Paths, Secret
from tests.world import NOW

LEADING = frozenset({"maren", "ada", "cora"})
OVERSEEN = PAIR | LEADING | {"vera", "milo", "petra"}


def _passport(pair: Relationship) -> Passport:
    return make_passport(pair, at=NOW - timedelta(days=30))


def _observed(cast: Cast, pair: Relationship, words: str) -> Paths:
    passport = _passport(pair)
    kept = see(passport, cast.actor("gwen"), went_well=words, next_step=words)
    lost = see(passport, cast.actor("gwen"), seen_at=NOW - timedelta(days=2))
    take_back_observation(observation=lost, why=words, by=cast.actor("gwen"), at=NOW)
    competency = competency_of(passport, "iv-push")
    return (
        f"/observations/{kept.pk}/",
        f"/observations/{lost.pk}/",
        f"/passports/{passport.pk}/",
        f"/passports/{passport.pk}/competencies/{competency.pk}/",
    )


def _added(cast: Cast, pair: Relationship, words: str) -> Paths:
    passport = _passport(pair)
    add_evidence(
        passport=passport,
        competency=competency_of(passport, "handover"),
        file=Enclosure("card.pdf", b"%PDF"),
        shows=EvidenceLevel.KNOWS,
        note=words,
        by=cast.actor("noor"),
        at=NOW,
    )
    return (f"/passports/{passport.pk}/evidence/",)


def _declined(cast: Cast, pair: Relationship, words: str) -> Paths:
    passport = _passport(pair)
    see(passport, cast.actor("gwen"), "catheter", "4")
    request = ask(cast, passport)
    decline_sign_off(request=request, words=words, by=cast.actor("gwen"), at=NOW)
    return (f"/sign-offs/requests/{request.pk}/",)


def _signed(cast: Cast, pair: Relationship, words: str) -> Paths:
    """The signer's words, why it was contested, and how that was settled."""
    row = sign(cast, _passport(pair), words=words)
    contest_sign_off(row=row, why=words, by=cast.actor("noor"), at=NOW)
    settle_sign_off(row=row, is_upheld=True, why=words, by=cast.actor("maren"), at=NOW)
    return (f"/sign-offs/{row.pk}/", "/sign-offs/")


def _looked_at(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = sign(cast, _passport(pair), "handover")
    flag = SignOffFlag.objects.create(sign_off=row, kind="fast", flagged_at=NOW)
    look_at_flag(flag=flag, note=words, by=cast.actor("maren"), at=NOW)
    return ("/sign-offs/review/", f"/sign-offs/{row.pk}/")


def _reported(cast: Cast, pair: Relationship, words: str) -> Paths:
    passport = _passport(pair)
    row = report_incident(
        passport=passport,
        competency=competency_of(passport, "transfusion"),
        words=words,
        by=cast.actor("omar"),
        at=NOW,
    )
    settle_incident(incident=row, words=words, by=cast.actor("maren"), at=NOW)
    return ("/incidents/", f"/incidents/{row.pk}/", f"/passports/{passport.pk}/")


ASSESSMENT_SECRETS = (
    Secret("observation", OVERSEEN, _observed),
    Secret("evidence_note", OVERSEEN, _added),
    Secret("not_yet_signed", PAIR, _declined),
    Secret("sign_off_words", OVERSEEN, _signed),
    Secret("sign_off_flag", LEADING, _looked_at),
    Secret("incident", LEADING | {"omar"}, _reported),
)
