"""Tables of safety."""

from guildhall.safety.models.support import ContactAsk, SupportPage
from guildhall.safety.models.worry import Entry, LeftOut, Reader, Rest, Worry

__all__ = ["ContactAsk", "Entry", "LeftOut", "Reader", "Rest", "SupportPage", "Worry"]
