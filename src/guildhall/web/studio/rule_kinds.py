"""The kinds of rule and preference in plain words, and what each one asks for.

One entry a kind of engine/matching/criteria.schema.json. `asks` names the parameters of the form
beside the label; `field_kinds` are the kinds of field that fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
SCALARS = ("text", "ordinal", "number")
STEPS = ("number", "ordinal")
LISTS = ("list", "ids", "hours")
ANYTHING = (*SCALARS, "list")


@dataclass(frozen=True)
class RuleKind:
    """A kind to choose from: what it does, an example, and what it needs to know."""

    group: str
    kind: str
    title: Text
    text: Text
    icon: str
    field_kinds: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How addresses name it: rule.gap, preference.skills."""
        return f"{self.group}.{self.kind}"

    @property
    def is_preference(self) -> bool:
        """Whether it is a wish with points, not a rule."""
        return self.group == "preference"


BOTH = ("guide_source", "learner_source")
KINDS: tuple[RuleKind, ...] = (
    RuleKind(
        "rule",
        "different",
        _("Must differ"),
        _("The two must not have the same, such as one organization."),
        "git-branch",
        SCALARS,
        (*BOTH, "when_missing"),
    ),
    RuleKind(
        "rule",
        "same",
        _("Must be the same"),
        _("The two must have the same, such as one site."),
        "link",
        SCALARS,
        (*BOTH, "when_missing"),
    ),
    RuleKind(
        "rule",
        "gap",
        _("A gap between the two"),
        _("At least or at most so many steps or years apart."),
        "scale",
        STEPS,
        (*BOTH, "minimum", "maximum", "order", "when_missing"),
    ),
    RuleKind(
        "rule",
        "shares",
        _("Something in common"),
        _("At least one entry of a list must be shared, such as a language or a free hour."),
        "users",
        LISTS,
        (*BOTH, "when_missing"),
    ),
    RuleKind(
        "rule",
        "includes",
        _("One names what the other has"),
        _("A wish of one person must be on the list of the other."),
        "list-checks",
        ANYTHING,
        (*BOTH, "list_side", "when_missing"),
    ),
    RuleKind(
        "rule",
        "not_in",
        _("Never certain people"),
        _("Nobody is paired with somebody on this list, such as their manager."),
        "ban",
        ("ids", "list"),
        ("source",),
    ),
    RuleKind(
        "rule",
        "equals",
        _("Only people with a certain value"),
        _("One side must have one of these values, such as “yes” for a training."),
        "badge-check",
        SCALARS,
        ("side", "source", "values"),
    ),
    RuleKind(
        "rule",
        "present",
        _("Only people who told"),
        _("One side must have stated this at all."),
        "file-check",
        ANYTHING,
        ("side", "source"),
    ),
    RuleKind(
        "preference",
        "skills",
        _("Skills wanted meet skills offered"),
        _("Points for each skill that one wants and the other offers."),
        "target",
        ("skills",),
        ("weight", *BOTH),
    ),
    RuleKind(
        "preference",
        "same",
        _("The same is better"),
        _("Points where both have the same, such as a profession."),
        "link",
        SCALARS,
        ("weight", *BOTH),
    ),
    RuleKind(
        "preference",
        "shares",
        _("The more in common, the better"),
        _("Points for entries of a list that both have, such as interests."),
        "users",
        ("list", "ids"),
        ("weight", *BOTH, "target_count"),
    ),
    RuleKind(
        "preference",
        "gap",
        _("A good distance apart"),
        _("Points for so many steps or years ahead."),
        "scale",
        STEPS,
        ("points", *BOTH, "order"),
    ),
    RuleKind(
        "preference",
        "closeness",
        _("The closer, the better"),
        _("Full points for no difference, none at a given distance."),
        "git-compare",
        STEPS,
        ("weight", *BOTH, "range", "order"),
    ),
    RuleKind(
        "preference",
        "includes",
        _("A wish that the other meets"),
        _("Points where a wish of one person is on the list of the other."),
        "star",
        ANYTHING,
        ("weight", *BOTH, "list_side"),
    ),
    RuleKind(
        "preference",
        "hours",
        _("Free at the same time"),
        _("Points for hours of the week when both are free."),
        "clock",
        ("hours",),
        ("weight", "source", "target_minutes"),
    ),
    RuleKind(
        "preference",
        "ranked",
        _("Wishes for people"),
        _("Points for the first, second and later wish of one side."),
        "list-ordered",
        ("ranked", "ids"),
        ("weight", "side", "source"),
    ),
    RuleKind(
        "preference",
        "room",
        _("Free places"),
        _("Points for guides with more free places, so that the load spreads."),
        "door-open",
        (),
        ("weight",),
    ),
)
BY_KEY: Mapping[str, RuleKind] = {kind.key: kind for kind in KINDS}
