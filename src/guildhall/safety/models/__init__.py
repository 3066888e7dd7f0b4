"""Tables of safety."""

from guildhall.safety.models.support import ContactAsk, SupportPage
from guildhall.safety.models.worry import Entry, LeftOut, Rest, Worry

__all__ = ["ContactAsk", "Entry", "LeftOut", "Rest", "SupportPage", "Worry"]
