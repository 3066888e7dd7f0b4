"""A small hospital program: criteria and people that tests share."""

from guildhall.engine.matching import Person, load_criteria

CRITERIA = {
    "words": {
        "guide": "preceptor",
        "guides": "preceptors",
        "learner": "preceptee",
        "learners": "preceptees",
    },
    "fields": {
        "ward": {"label": "Ward", "kind": "text", "readable_by": "everyone"},
        "band": {
            "label": "Band",
            "kind": "ordinal",
            "order": ["Five", "Six", "Seven", "Eight"],
        },
        "skills": {"label": "Skills", "kind": "skills"},
        "languages": {"label": "Languages", "kind": "list"},
        "hours": {"label": "Free hours", "kind": "hours"},
        "years": {"label": "Years", "kind": "number"},
        "wishes": {"label": "Wishes", "kind": "ranked"},
        "never": {"label": "Never with", "kind": "ids", "readable_by": "coordinator"},
        "faith": {"label": "Faith", "kind": "text", "readable_by": "nobody"},
    },
    "rules": [
        {"id": "band", "label": "A higher band", "kind": "gap", "field": "band", "minimum": 1},
        {"id": "never", "label": "Nobody they asked to avoid", "kind": "not_in", "field": "never"},
    ],
    "preferences": [
        {"id": "skills", "label": "Skills", "kind": "skills", "field": "skills", "weight": 25},
        {"id": "ward", "label": "Same ward", "kind": "same", "field": "ward", "weight": 10.25},
        {
            "id": "languages",
            "label": "Languages",
            "kind": "shares",
            "field": "languages",
            "weight": 5,
            "target": 2,
        },
        {
            "id": "hours",
            "label": "Free hours",
            "kind": "hours",
            "field": "hours",
            "weight": 10,
            "target": 120,
        },
        {
            "id": "years",
            "label": "Years",
            "kind": "closeness",
            "field": "years",
            "weight": 4,
            "range": 20,
        },
        {
            "id": "wishes",
            "label": "Own wish",
            "kind": "ranked",
            "side": "learner",
            "field": "wishes",
            "points": [20, 12, 6],
        },
        {"id": "faith", "label": "Same faith", "kind": "same", "field": "faith", "weight": 1},
        {"id": "room", "label": "Has room", "kind": "room", "weight": 5},
    ],
}


def criteria(**changes):
    return load_criteria({**CRITERIA, **changes}, source="test")


def preceptor(name, *, places=1, **values):
    return Person(name.lower(), name, {"band": "Seven", **values}, capacity=places)


def preceptee(name, *, need=1, **values):
    return Person(name.lower(), name, {"band": "Five", **values}, need=need)
