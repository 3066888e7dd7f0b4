"""One value as people read it: by its label, its unit or its scale."""

from collections.abc import Iterable

from guildhall.engine.matching.criteria import Field, Scale, Unit
from guildhall.engine.matching.types import Words
from guildhall.engine.matching.values import plain, shown

Text = Words | str
HOUR = Unit("hour", "hours")
MOST_LISTED = 5


def worded(field: Field, value: object) -> Text:
    """A value of a field in words: text as it is, or `Words` where a number has a unit.

    A list, or a mapping of skills, is its entries with commas; hours are not for this.

    >>> worded(Field("years", "Years", "number", unit=Unit("year", "years")), 12).text()
    '12 years'
    """
    if isinstance(value, tuple | list):
        return listed(field, value)
    label = field.labels.get(plain(value))
    if label is not None:
        return label
    if isinstance(value, bool) or not isinstance(value, int | float):
        return plain(value) if isinstance(value, bool) else shown(value)
    if field.meaning == "time_zone":
        return _offset(value)
    if field.scale is not None:
        return _on_scale(value, field.scale)
    return number(value) if field.unit is None else amount(value, field.unit)


def listed(field: Field, values: Iterable[str], *, joins_last: bool = False) -> Text:
    """Entries by their labels, the first few of many.

    Labels that hold commas themselves are divided by semicolons. `joins_last` makes a phrase of
    them: “English, Spanish, and French”.
    """
    texts = [field.labels.get(plain(value), str(value)) for value in values]
    first, rest = texts[:MOST_LISTED], len(texts) - MOST_LISTED
    comma = "; " if any("," in text for text in texts) else ", "
    if rest > 0:
        return Words("%(values)s and %(count)d more", {"values": comma.join(first), "count": rest})
    if joins_last and len(first) > 1:
        template = "%(values)s and %(last)s" if len(first) == 2 else "%(values)s, and %(last)s"
        return Words(template, {"values": comma.join(first[:-1]), "last": first[-1]})
    return comma.join(first)


def amount(value: float, unit: Unit) -> Words:
    """A number with its unit, as a pair of message ids: “1 year”, “12 years”."""
    one, many = (f"%(number)s {word.replace('%', '%%')}" for word in (unit.one, unit.many))
    count = int(value) if float(value).is_integer() else 2
    return Words(one, {"number": number(value)}, plural=many, count=count)


def number(value: float) -> str:
    """A number without needless digits: 12, 5.5."""
    return f"{round(float(value), 2):.2f}".rstrip("0").rstrip(".")


def lean(value: float, scale: Scale) -> str:
    """The words of the end to which a value leans; empty in the middle, or without words."""
    middle = (scale.minimum + scale.maximum) / 2
    return "" if value == middle else scale.high if value > middle else scale.low


def _on_scale(value: float, scale: Scale) -> Text:
    if value == scale.minimum and scale.low:
        return scale.low
    if value == scale.maximum and scale.high:
        return scale.high
    params = {"value": number(value), "most": number(scale.maximum)}
    end = lean(value, scale)
    if end:
        return Words("%(value)s of %(most)s, toward “%(end)s”", {**params, "end": end})
    return Words("%(value)s of %(most)s", params)


def _offset(hours: float) -> str:
    """Hours ahead of UTC as clocks are named: UTC+1, UTC−3:30."""
    whole, minutes = divmod(round(abs(hours) * 60), 60)
    if not whole and not minutes:
        return "UTC"
    sign = "+" if hours > 0 else "−"
    return f"UTC{sign}{whole}" + (f":{minutes:02}" if minutes else "")
