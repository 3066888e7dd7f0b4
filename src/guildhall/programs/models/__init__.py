"""Tables of programs."""

from guildhall.programs.models.cohort import Cohort, JoinLink
from guildhall.programs.models.enrollment import (
    Enrollment,
    NeverPair,
    Prerequisite,
    Wish,
)
from guildhall.programs.models.program import Program, ProgramGrant
from guildhall.programs.models.screening import (
    Decision,
    GateCheck,
    Nomination,
    Rating,
    Screening,
    ScreeningCheck,
)

__all__ = [
    "Cohort",
    "Decision",
    "Enrollment",
    "GateCheck",
    "JoinLink",
    "NeverPair",
    "Nomination",
    "Prerequisite",
    "Program",
    "ProgramGrant",
    "Rating",
    "Screening",
    "ScreeningCheck",
    "Wish",
]
