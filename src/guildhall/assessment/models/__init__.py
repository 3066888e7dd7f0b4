"""Tables of what was seen, rated and signed."""

from guildhall.assessment.models.gate import Assessor, Incident, WardCard
from guildhall.assessment.models.passport import (
    Evidence,
    Observation,
    ObservationAsk,
    Passport,
    Rating,
    RatingLine,
    RatingRound,
)
from guildhall.assessment.models.sign_off import (
    SignOff,
    SignOffFlag,
    SignOffMove,
    SignOffRequest,
)
from guildhall.assessment.models.summary import PassportSummary

__all__ = [
    "Assessor",
    "Evidence",
    "Incident",
    "Observation",
    "ObservationAsk",
    "Passport",
    "PassportSummary",
    "Rating",
    "RatingLine",
    "RatingRound",
    "SignOff",
    "SignOffFlag",
    "SignOffMove",
    "SignOffRequest",
    "WardCard",
]
