"""Tables of people."""

from guildhall.people.models.profile import AvailabilityWindow, Profile, ProfileSkill

__all__ = ["AvailabilityWindow", "Profile", "ProfileSkill"]
