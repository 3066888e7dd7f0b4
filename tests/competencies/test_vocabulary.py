"""The vocabulary: loading, finding, “did you mean”."""

import pytest

from guildhall.competencies.actions import load_vocabulary
from guildhall.competencies.folding import folded
from guildhall.competencies.models import Interest, Skill, SkillAlias
from guildhall.competencies.queries.skills import did_you_mean, find_skill, skills_by_area
from guildhall.competencies.queries.vocabulary import interest_vocabulary, skill_vocabulary
from guildhall.competencies.vocabulary_files import interests_in_file, read_terms, skills_in_file
from guildhall.core.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Wound   Care ", "wound care"),
        ("Évidence-based practice", "evidence based practice"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("Node.js", "node.js"),
        ("L&D", "l and d"),
        ("Children’s nursing", "childrens nursing"),
        ("etc.", "etc"),
    ],
)
def test_spellings_are_folded(text, expected):
    assert folded(text) == expected


def test_loading_twice_changes_nothing(db):
    first = load_vocabulary()
    spellings = dict(SkillAlias.objects.values_list("folded", "skill_id"))
    assert load_vocabulary() == first
    assert dict(SkillAlias.objects.values_list("folded", "skill_id")) == spellings
    assert (first.skills, first.interests) == (len(skills_in_file()), len(interests_in_file()))


def test_loading_follows_the_file_and_keeps_what_people_chose(db):
    load_vocabulary()
    python = Skill.objects.get(key="python")
    Skill.objects.filter(pk=python.pk).update(name="Pithon", area="")
    own = Skill.objects.create(key="beekeeping", name="Beekeeping")
    SkillAlias.objects.filter(skill=python).update(skill=own)
    load_vocabulary()
    assert find_skill("python") == Skill.objects.get(key="python")
    assert Skill.objects.get(key="python").name == "Python"
    assert Skill.objects.filter(pk=own.pk).exists()


def test_skills_are_found_by_any_spelling(db):
    load_vocabulary()
    for text in ("Care of children", "PEDS", "paediatrics", "Children's  nursing"):
        assert find_skill(text).key == "pediatric_care"
    assert find_skill("beekeeping") is None
    assert sum(map(len, skills_by_area().values())) == Skill.objects.count()


def test_did_you_mean(db):
    load_vocabulary()
    assert did_you_mean("Pyton")[0].key == "python"
    assert did_you_mean("advanced wound care")[0].key == "wound_care"
    assert did_you_mean("zzzz") == []
    assert len(did_you_mean("nursing")) <= 3


def test_a_vocabulary_in_memory_answers_without_asking(db, django_assert_num_queries):
    load_vocabulary()
    with django_assert_num_queries(4):
        skills, interests = skill_vocabulary(), interest_vocabulary()
    with django_assert_num_queries(0):
        assert skills.names[skills.find("ICU")] == "Critical care"
        assert interests.names[interests.find("books")] == "Reading"
        assert interests.near("readin")[0] == "Reading"
    assert Interest.objects.filter(pk=interests.find("books")).exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('x = [{key = "a", name = "A"}, {key = "b", name = "B", aliases = ["a"]}]', "leads to a"),
        ('x = [{key = "a", name = "A"}, {key = "a", name = "B"}]', "stands there twice"),
        ('x = [{key = "a", title = "A"}]', "key and name"),
    ],
)
def test_a_file_that_is_ambiguous_is_refused(text, words):
    with pytest.raises(InvalidInput, match=words):
        read_terms(text, list_name="x", file="x.toml")
