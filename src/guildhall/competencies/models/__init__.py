"""Tables of the vocabulary, of scales and of frameworks."""

from guildhall.competencies.models.framework import (
    Competency,
    Domain,
    Framework,
    FrameworkUpload,
    FrameworkVersion,
)
from guildhall.competencies.models.scale import Scale, ScaleLevel
from guildhall.competencies.models.skill import Interest, InterestAlias, Skill, SkillAlias

__all__ = [
    "Competency",
    "Domain",
    "Framework",
    "FrameworkUpload",
    "FrameworkVersion",
    "Interest",
    "InterestAlias",
    "Scale",
    "ScaleLevel",
    "Skill",
    "SkillAlias",
]
