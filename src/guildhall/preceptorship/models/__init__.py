"""Tables of preceptorship."""

from guildhall.preceptorship.models.backup import Backup
from guildhall.preceptorship.models.course import Course, CourseTurn, Stretch
from guildhall.preceptorship.models.learning import (
    LearningPlan,
    NeedsSheet,
    Objective,
    PlanSignature,
)
from guildhall.preceptorship.models.schedule import (
    DemandedMeeting,
    MeetingRecord,
    RecordSignature,
)
from guildhall.preceptorship.models.standing import Standing, StandingMove, Training

__all__ = [
    "Backup",
    "Course",
    "CourseTurn",
    "DemandedMeeting",
    "LearningPlan",
    "MeetingRecord",
    "NeedsSheet",
    "Objective",
    "PlanSignature",
    "RecordSignature",
    "Standing",
    "StandingMove",
    "Stretch",
    "Training",
]
