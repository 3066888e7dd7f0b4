"""A vocabulary in memory: for whoever looks up many words, such as an import."""

from dataclasses import dataclass, field
from difflib import get_close_matches

from guildhall.competencies.folding import folded
from guildhall.competencies.models import Interest, InterestAlias, Skill, SkillAlias

LIKENESS = 0.72
SUGGESTIONS = 3


@dataclass(frozen=True)
class Vocabulary:
    """Names by id, and ids by folded spelling. Built by two queries, asked without any."""

    names: dict[int, str]
    spellings: dict[str, int]
    _near: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, text: str) -> int | None:
        """The id that a spelling leads to, whatever its case, accents and hyphens."""
        return self.spellings.get(folded(text))

    def near(self, text: str) -> tuple[str, ...]:
        """Up to three names that the text may have meant, most alike first."""
        wanted = folded(text)
        if wanted not in self._near:
            alike = get_close_matches(wanted, self.spellings, n=8, cutoff=LIKENESS)
            alike += [known for known in self.spellings if _is_part(wanted, known)]
            ids = dict.fromkeys(self.spellings[spelling] for spelling in alike)
            self._near[wanted] = tuple(self.names[pk] for pk in list(ids)[:SUGGESTIONS])
        return self._near[wanted]


def _is_part(wanted: str, known: str) -> bool:
    """“pediatric wound care” may have meant “wound care”."""
    if min(len(wanted), len(known)) < 4:
        return False
    return f" {known} " in f" {wanted} " or f" {wanted} " in f" {known} "


def skill_vocabulary() -> Vocabulary:
    """All skills with all their spellings."""
    return Vocabulary(
        dict(Skill.objects.values_list("pk", "name")),
        dict(SkillAlias.objects.values_list("folded", "skill_id")),
    )


def interest_vocabulary() -> Vocabulary:
    """All interests with all their spellings."""
    return Vocabulary(
        dict(Interest.objects.values_list("pk", "name")),
        dict(InterestAlias.objects.values_list("folded", "interest_id")),
    )
