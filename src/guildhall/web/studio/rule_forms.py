"""The form of one rule or preference: only what its kind needs, and the criteria it makes."""

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.web.studio.rule_kinds import RuleKind
from guildhall.web.studio.sources import (
    FACT_ORDERS,
    FACT_WORDS,
    FOR_NOBODY,
    Source,
    fitting,
    grouped_choices,
)

SIDES = [("guide", gettext_lazy("The guide")), ("learner", gettext_lazy("The learner"))]
READERS = [
    ("coordinator", gettext_lazy("Only who runs the program")),
    ("pair", gettext_lazy("The pair as well")),
]
POINTS_LINE = re.compile(r"^\s*(-?\d+)\s*[:=]\s*(\d+(?:[.,]\d{1,2})?)\s*$")
STEP_KINDS = ("gap", "closeness")


class RuleForm(forms.Form):
    """Name, what is compared, and the kind's own numbers."""

    label = forms.CharField(label=gettext_lazy("What to call it"), max_length=80)
    weight = forms.DecimalField(
        label=gettext_lazy("Points at best"),
        min_value=Decimal("0.01"),
        max_value=Decimal(1000),
        decimal_places=2,
        initial=10,
    )
    points = forms.CharField(
        label=gettext_lazy("Points for each distance"),
        help_text=gettext_lazy("One a line: steps that the guide is ahead = points, as 2 = 12."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    side = forms.ChoiceField(label=gettext_lazy("Of whom"), choices=SIDES)
    source = forms.ChoiceField(label=gettext_lazy("What to look at"))
    guide_source = forms.ChoiceField()
    learner_source = forms.ChoiceField()
    list_side = forms.ChoiceField(label=gettext_lazy("Who has the list"), choices=SIDES)
    values = forms.CharField(
        label=gettext_lazy("Values that are fine"),
        help_text=gettext_lazy("One a line. Capitals do not matter."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minimum = forms.FloatField(
        label=gettext_lazy("At least this far ahead"),
        required=False,
        help_text=gettext_lazy("Steps or years that the guide is ahead; −2 is two behind."),
    )
    maximum = forms.FloatField(label=gettext_lazy("At most this far ahead"), required=False)
    range = forms.FloatField(
        label=gettext_lazy("No points from this difference on"), min_value=0.01, initial=4
    )
    target_count = forms.IntegerField(
        label=gettext_lazy("Full points from this many in common"), min_value=1, initial=2
    )
    target_minutes = forms.IntegerField(
        label=gettext_lazy("Full points from this many minutes a week"), min_value=30, initial=120
    )
    order = forms.CharField(
        label=gettext_lazy("Their order, lowest first"),
        required=False,
        help_text=gettext_lazy(
            "Only for words such as grades: one a line. Leave empty for numbers."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    when_missing = forms.ChoiceField(
        label=gettext_lazy("Where somebody did not say"),
        choices=[
            ("refuse", gettext_lazy("They are not paired")),
            ("allow", gettext_lazy("The rule is let go")),
        ],
    )
    readable_by = forms.ChoiceField(
        label=gettext_lazy("Who may read the reason"), choices=READERS, initial="coordinator"
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        kind: RuleKind,
        sources: Sequence[Source],
        words: Mapping[str, str],
        values_under: Callable[[str], Sequence[str]] = lambda heading: (),
    ) -> None:
        super().__init__(data, initial={"label": str(kind.title)})
        self.kind = kind
        self.values_under = values_under
        self.sources = {source.key: source for source in sources}
        wanted = {"label", *kind.asks}
        if kind.asks != ("weight",):
            wanted.add("readable_by")
        for name in set(self.fields) - wanted:
            del self.fields[name]
        self._offer(sources, words)

    def _offer(self, sources: Sequence[Source], words: Mapping[str, str]) -> None:
        choices = grouped_choices(fitting(sources, self.kind.field_kinds))
        labels = {
            "source": _("What to look at"),
            "guide_source": _("What to take of the %(guide)s") % words,
            "learner_source": _("What to take of the %(learner)s") % words,
        }
        for name, label in labels.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        sides = [("guide", words["guide"]), ("learner", words["learner"])]
        for name in ("side", "list_side"):
            if name in self.fields:
                self.fields[name].choices = sides  # type: ignore[attr-defined]

    def clean_points(self) -> dict[str, int | float]:
        """Lines of “steps = points”."""
        table: dict[str, int | float] = {}
        for line in self.cleaned_data["points"].splitlines():
            if not line.strip():
                continue
            found = POINTS_LINE.match(line)
            if found is None:
                raise forms.ValidationError(
                    _("“%(line)s” cannot be read. Write it as 2 = 12.") % {"line": line.strip()}
                )
            table[found.group(1)] = plain_number(Decimal(found.group(2).replace(",", ".")))
        if not any(table.values()):
            raise forms.ValidationError(_("Give at least one distance with points."))
        return table

    def clean(self) -> dict[str, Any]:
        """What several entries say together."""
        values = super().clean() or {}
        is_gap = self.kind.key == "rule.gap" and not self.errors
        if is_gap and values["minimum"] is None and values["maximum"] is None:
            self.add_error("minimum", _("Give a least, a most, or both."))
        if self.kind.kind in STEP_KINDS and not self.errors and not values.get("order"):
            self._ask_for_order(str(values["guide_source"]))
        return values

    def _ask_for_order(self, key: str) -> None:
        """Words under a heading have no order of their own: show them, to be put in order."""
        if not key.startswith("detail:"):
            return
        found = self.values_under(key.removeprefix("detail:"))
        if all(_is_number(value) for value in found):
            return
        self.data = {**dict(self.data.items()), "order": "\n".join(found)}
        words = _("These are words. Put them in order, lowest first, and save again.")
        self.add_error("order", words)


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def plain_number(amount: Decimal | float) -> int | float:
    """A number as a rules file writes it: whole where it is whole."""
    return int(amount) if amount == int(amount) else float(amount)


def with_rule(criteria: Mapping[str, Any], form: RuleForm) -> dict[str, Any]:
    """The criteria with the rule or preference of a valid form at the end of its list."""
    changed = copy.deepcopy(dict(criteria))
    kind, values = form.kind, form.cleaned_data
    item: dict[str, Any] = {"label": values["label"], "kind": kind.kind}
    _name_fields(changed, item, form)
    for name in ("minimum", "maximum", "range"):
        if values.get(name) is not None:
            item[name] = plain_number(values[name])
    for name, key in (("target_count", "target"), ("target_minutes", "target")):
        if name in values:
            item[key] = values[name]
    for name in ("when_missing", "side", "points"):
        if name in values:
            item[name] = values[name]
    if "list_side" in values:
        item["list"] = values["list_side"]
    if "weight" in values:
        item["weight"] = plain_number(values["weight"])
    if "values" in values:
        item["is"] = [line.strip() for line in values["values"].splitlines() if line.strip()]
    group = "preferences" if kind.is_preference else "rules"
    item["id"] = _free_name(values["label"], {one["id"] for one in changed.get(group, [])})
    changed.setdefault(group, []).append(item)
    return changed


def without_rule(criteria: Mapping[str, Any], group: str, key: str) -> dict[str, Any]:
    """The criteria without this rule or preference; fields stay, they are only descriptions."""
    changed = copy.deepcopy(dict(criteria))
    changed[group] = [item for item in changed.get(group, []) if item["id"] != key]
    return changed


def _name_fields(criteria: dict[str, Any], item: dict[str, Any], form: RuleForm) -> None:
    values = form.cleaned_data
    if "source" in values:
        both = dict.fromkeys(("guide", "learner"), values["source"])
        item["field"] = _field(criteria, form, both)
        return
    if "guide_source" not in values:
        return
    both = {"guide": values["guide_source"], "learner": values["learner_source"]}
    is_mixed = form.kind.kind == "includes"
    old = {key for key in both.values() if key.startswith("field:")}
    if not is_mixed and (not old or len(set(both.values())) == 1):
        item["field"] = _field(criteria, form, both)
        return
    for side, key in both.items():
        item[f"{side}_field"] = _field(criteria, form, {side: key}, side=side)


def _field(
    criteria: dict[str, Any], form: RuleForm, keys: Mapping[str, str], *, side: str = ""
) -> str:
    """The name of a field for these sources, added to the criteria where it is new."""
    first = next(iter(keys.values()))
    group, _colon, name = first.partition(":")
    if group == "field":
        return name
    label = str(form.sources[first].label)
    own = _free_name(name, set(criteria.setdefault("fields", {})))
    field: dict[str, Any] = {"label": label[:200], "kind": _kind(form, first, side)}
    if field["kind"] == "ordinal":
        field["order"] = _order(form, name)
    field["readable_by"] = "nobody" if name in FOR_NOBODY else form.cleaned_data["readable_by"]
    for one, key in keys.items():
        field[one] = key.removeprefix("fact:")
    criteria["fields"][own] = field
    return own


def _kind(form: RuleForm, key: str, side: str) -> str:
    kind = form.kind.kind
    known = key.removeprefix("fact:")
    if known in FACT_WORDS:
        return FACT_WORDS[known][1]
    if kind == "includes":
        return "list" if form.cleaned_data["list_side"] == side else "text"
    if kind in STEP_KINDS:
        return "ordinal" if form.cleaned_data.get("order") else "number"
    return {"shares": "list", "not_in": "ids", "ranked": "ranked", "skills": "skills"}.get(
        kind, "text"
    )


def _order(form: RuleForm, fact: str) -> list[str]:
    lines = [line.strip() for line in str(form.cleaned_data.get("order", "")).splitlines()]
    return [line for line in lines if line] or list(FACT_ORDERS.get(fact, ()))


def _free_name(label: str, taken: set[str]) -> str:
    stem = slugify(label).replace("-", "_")[:50].strip("_") or "rule"
    stem = stem if stem[0].isalpha() else f"r_{stem}"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}_{number}", number + 1
    return name
