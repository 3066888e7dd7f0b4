"""Tables of what only mentoring does."""

from guildhall.mentoring.models.challenges import Challenge, ChallengeEntry
from guildhall.mentoring.models.circles import Circle, SeatRequest
from guildhall.mentoring.models.consults import Consult, ConsultWords, SeniorGuide
from guildhall.mentoring.models.endings import (
    AfterEnd,
    ClosingReview,
    Departure,
    Ending,
    EndingChoice,
    FitCheck,
    GuideTalk,
    NamingConsent,
)
from guildhall.mentoring.models.hours import OfficeHours, Slot, SlotBooking, TalkAnswer
from guildhall.mentoring.models.offers import GuideOffer, OfferConsent
from guildhall.mentoring.models.reflections import (
    CheckIn,
    Introduction,
    Reflection,
    ReflectionShare,
)
from guildhall.mentoring.models.renewals import HomeMove, Renewal, RenewalAnswer
from guildhall.mentoring.models.requests import GuideRequest
from guildhall.mentoring.models.stories import Story, StoryConsent, StoryVoice

__all__ = [
    "AfterEnd",
    "Challenge",
    "ChallengeEntry",
    "CheckIn",
    "Circle",
    "ClosingReview",
    "Consult",
    "ConsultWords",
    "Departure",
    "Ending",
    "EndingChoice",
    "FitCheck",
    "GuideOffer",
    "GuideRequest",
    "GuideTalk",
    "HomeMove",
    "Introduction",
    "NamingConsent",
    "OfferConsent",
    "OfficeHours",
    "Reflection",
    "ReflectionShare",
    "Renewal",
    "RenewalAnswer",
    "SeatRequest",
    "SeniorGuide",
    "Slot",
    "SlotBooking",
    "Story",
    "StoryConsent",
    "StoryVoice",
    "TalkAnswer",
]
