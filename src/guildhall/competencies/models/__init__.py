"""Tables of the vocabulary."""

from guildhall.competencies.models.skill import Interest, InterestAlias, Skill, SkillAlias

__all__ = ["Interest", "InterestAlias", "Skill", "SkillAlias"]
