"""Finding one skill by whatever it is called."""

from guildhall.competencies.folding import folded
from guildhall.competencies.models import Skill
from guildhall.competencies.queries.vocabulary import skill_vocabulary


def find_skill(text: str) -> Skill | None:
    """The skill with this name or another spelling of it."""
    return Skill.objects.filter(aliases__folded=folded(text)).first()


def did_you_mean(text: str) -> list[Skill]:
    """Up to three skills that the text may have meant, most alike first."""
    names = skill_vocabulary().near(text)
    found = {skill.name: skill for skill in Skill.objects.filter(name__in=names)}
    return [found[name] for name in names if name in found]


def skills_by_area() -> dict[str, list[Skill]]:
    """Every skill, by area, for choosing from."""
    areas: dict[str, list[Skill]] = {}
    for skill in Skill.objects.order_by("area", "name"):
        areas.setdefault(skill.area, []).append(skill)
    return areas
