"""Tables of agreements."""

from guildhall.agreements.models.agreement import AgreementVersion, Review, Signature
from guildhall.agreements.models.expectations import ExpectationRound, ExpectationSheet, Settlement

__all__ = [
    "AgreementVersion",
    "ExpectationRound",
    "ExpectationSheet",
    "Review",
    "Settlement",
    "Signature",
]
