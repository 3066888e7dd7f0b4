"""Tables of people."""

from guildhall.people.models.profile import AvailabilityWindow, Profile, ProfileSkill
from guildhall.people.models.shift import Roster, Shift

__all__ = ["AvailabilityWindow", "Profile", "ProfileSkill", "Roster", "Shift"]
