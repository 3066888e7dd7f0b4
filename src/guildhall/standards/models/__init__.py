"""Tables of standards."""

from guildhall.standards.models.attestation import Attestation
from guildhall.standards.models.snapshot import RuleSnapshot

__all__ = ["Attestation", "RuleSnapshot"]
