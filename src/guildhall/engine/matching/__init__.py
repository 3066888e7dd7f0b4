"""The matcher: pairs of guides and learners, proven and explained.

Owns: eligibility, scoring, solving (`fair`, `best`, `stable`), certificates, explanations.
Does not own: people in a database, drafts, publication, translation of its words.

Two doors: `match` on people and criteria, `assign` on numbers.
"""

from guildhall.engine.matching.assign import Assignment, assign, check
from guildhall.engine.matching.certificate import Bound, Certificate
from guildhall.engine.matching.criteria import (
    Criteria,
    CriteriaError,
    Field,
    Nouns,
    Preference,
    Rule,
    Scale,
    SheetHeadings,
    Unit,
)
from guildhall.engine.matching.criteria_words import did_you_mean
from guildhall.engine.matching.fairness import Fairness, fairness
from guildhall.engine.matching.load_criteria import criteria_schema, load_criteria
from guildhall.engine.matching.match import MatchResult, match, visible_to
from guildhall.engine.matching.types import (
    Change,
    Contribution,
    Explanation,
    Figures,
    MatchedPair,
    MatchError,
    MinimumCost,
    Objective,
    Person,
    Reader,
    RuleCount,
    RuleFailure,
    Unmatched,
    Value,
    WhyNot,
    Words,
)
from guildhall.engine.matching.values import value_problem
from guildhall.engine.matching.worded import worded

__all__ = [
    "Assignment",
    "Bound",
    "Certificate",
    "Change",
    "Contribution",
    "Criteria",
    "CriteriaError",
    "Explanation",
    "Fairness",
    "Field",
    "Figures",
    "MatchError",
    "MatchResult",
    "MatchedPair",
    "MinimumCost",
    "Nouns",
    "Objective",
    "Person",
    "Preference",
    "Reader",
    "Rule",
    "RuleCount",
    "RuleFailure",
    "Scale",
    "SheetHeadings",
    "Unit",
    "Unmatched",
    "Value",
    "WhyNot",
    "Words",
    "assign",
    "check",
    "criteria_schema",
    "did_you_mean",
    "fairness",
    "load_criteria",
    "match",
    "value_problem",
    "visible_to",
    "worded",
]
