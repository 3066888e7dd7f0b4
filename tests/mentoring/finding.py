"""Offers and requests of the cast."""

from guildhall.competencies.models import Skill
from guildhall.mentoring.actions.offers import OfferDraft, keep_offer
from guildhall.mentoring.actions.requests import RequestDraft, ask_guide
from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.people.actions.profile import set_skills
from guildhall.permissions.actor import SYSTEM
from tests.world import NOW, World

SECRET = "You once said that you failed your boards, and it stayed with me."


def make_offer(
    world: World, name: str = "gwen", *, places: int | None = 1, house="alder", **values
) -> GuideOffer:
    """Somebody of the cast offers to guide."""
    draft = OfferDraft(**{"help": "Finding your feet in research", "places": places, **values})
    return keep_offer(
        person=getattr(world, name),
        organization=getattr(world, house),
        draft=draft,
        by=world.actor(name),
        at=NOW,
    )


def ask(world: World, offer: GuideOffer, name: str = "noor", *, at=NOW, **values) -> GuideRequest:
    """Somebody of the cast asks."""
    draft = RequestDraft(**{"line": SECRET, **values})
    return ask_guide(offer=offer, draft=draft, by=world.actor(name), at=at)


def skill(name: str) -> Skill:
    """A skill by name."""
    key = name.lower().replace(" ", "-")
    return Skill.objects.get_or_create(key=key, defaults={"name": name})[0]


def give_skills(person, direction: str, *names: str, level: int = 4) -> None:
    """Put skills on a profile."""
    levels = {skill(name): level for name in names}
    set_skills(person=person, direction=direction, levels=levels, by=SYSTEM, at=NOW)
