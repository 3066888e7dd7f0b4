"""Tables of instruction."""

from guildhall.instruction.models.cover import Cover
from guildhall.instruction.models.exchange import Exchange, ShiftNote
from guildhall.instruction.models.tried import Try
from guildhall.instruction.models.week import Week, WeekPart

__all__ = ["Cover", "Exchange", "ShiftNote", "Try", "Week", "WeekPart"]
