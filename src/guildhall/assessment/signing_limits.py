"""How long links, codes and warnings of a sign-off last; the numbers are in data/signing.toml."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

FILE = Path(__file__).parent / "data" / "signing.toml"


@dataclass(frozen=True)
class Limits:
    """The numbers, with their units."""

    link_life: timedelta
    link_mails: int
    code_life: timedelta
    code_tries: int
    codes: int
    code_pause: timedelta
    codes_an_hour: int
    warning_days: tuple[int, ...]
    told_after: timedelta
    fast_count: int
    fast_within: timedelta
    shift_grace: timedelta
    roster_known: timedelta
    card_turn: timedelta


def _read() -> Limits:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    link, code, warning = data["link"], data["code"], data["warning"]
    review = data["review"]
    return Limits(
        link_life=timedelta(hours=link["hours"]),
        link_mails=link["mails"],
        code_life=timedelta(minutes=code["minutes"]),
        code_tries=code["tries"],
        codes=code["codes"],
        code_pause=timedelta(seconds=code["pause_seconds"]),
        codes_an_hour=code["codes_an_hour"],
        warning_days=tuple(sorted(warning["days"])),
        told_after=timedelta(days=warning["told_after_days"]),
        fast_count=review["sign_offs"],
        fast_within=timedelta(minutes=review["minutes"]),
        shift_grace=timedelta(minutes=review["grace_minutes"]),
        roster_known=timedelta(days=review["known_days"]),
        card_turn=timedelta(hours=data["ward_card"]["hours"]),
    )


LIMITS = _read()
