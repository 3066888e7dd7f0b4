"""A profile as others read it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from guildhall.directory.models import Person
from guildhall.engine.calendar import Window, describe_slots, weekly_slots
from guildhall.people.languages import language_name
from guildhall.people.models import Profile, ProfileSkill
from guildhall.people.states import Direction
from guildhall.relationships.queries.places import is_pausing


@dataclass(frozen=True)
class ProfileShown:
    """What stands on a profile, in words; `wanted` and `hopes` only for those who may read them."""

    profile: Profile
    offered: list[ProfileSkill]
    wanted: list[ProfileSkill]
    hopes: str
    interests: list[str]
    languages: list[str]
    week: list[str]
    is_pausing: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been filled in that anybody could read."""
        texts = (self.profile.headline, self.profile.about, self.hopes, self.profile.career_stage)
        lists = (self.offered, self.wanted, self.interests, self.languages, self.week)
        return not any(texts) and not any(lists)


def profile_shown(person: Person, *, with_wishes: bool, at: datetime) -> ProfileShown | None:
    """What a person offers; their hopes and wishes only `with_wishes`. None: no profile yet."""
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return None
    skills = list(profile.skills.select_related("skill").order_by("-level", "skill__name"))
    on = at.astimezone(ZoneInfo(person.time_zone)).date()
    return ProfileShown(
        profile=profile,
        offered=[row for row in skills if row.direction == Direction.OFFERED],
        wanted=[row for row in skills if row.direction == Direction.WANTED and with_wishes],
        hopes=profile.hopes if with_wishes else "",
        interests=[interest.name for interest in profile.interests.all()],
        languages=[language_name(code) for code in profile.languages],
        week=week_in_words(profile, person.time_zone, on=on) if with_wishes else [],
        is_pausing=is_pausing(profile.is_paused, profile.paused_until, on=on),
    )


def week_in_words(profile: Profile, time_zone: str, *, on: date) -> list[str]:
    """“Tuesdays and Thursdays 4–6 pm”, in the person's own time."""
    rows = profile.windows.values_list("weekday", "start_minute", "end_minute")
    slots = weekly_slots((Window(*row) for row in rows), time_zone=time_zone, on=on)
    return describe_slots(slots, time_zone=time_zone, on=on)
