"""Points, counts and differences as the studio writes them."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def points(amount: Decimal | float | str | None) -> str:
    """Points without needless zeros: 58, 58.5; a dash for none."""
    if amount is None:
        return "–"
    return format(Decimal(str(amount)).quantize(Decimal("0.01")).normalize(), "f")


def grouped(amount: Decimal | float | str | None) -> str:
    """A large number with its groups: 37,885."""
    if amount is None:
        return "–"
    text = points(amount)
    places = len(text.partition(".")[2])
    return str(number_format(Decimal(text), decimal_pos=places, use_l10n=True, force_grouping=True))


def signed(amount: Decimal | float) -> str:
    """A difference with its sign: +3, −12, 0."""
    value = Decimal(str(amount))
    return f"+{points(value)}" if value > 0 else f"−{points(-value)}" if value < 0 else "0"


def read_points(text: str) -> Decimal:
    """What somebody typed, with point or comma. Raises decimal.InvalidOperation."""
    return Decimal(text.strip().replace(",", ".").replace("−", "-"))


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 14th."""
    if number % 100 in (11, 12, 13):
        return _("%(number)sth") % {"number": number}
    endings = {1: _("%(number)sst"), 2: _("%(number)snd"), 3: _("%(number)srd")}
    return endings.get(number % 10, _("%(number)sth")) % {"number": number}
