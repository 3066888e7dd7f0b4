"""What every action here asks first."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.relationships.actions.rows import require_contact
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import BEGUN

LONGEST = 500
LONGEST_ANSWER = 2000


def require_open(row: Relationship) -> None:
    """What a pair works on changes while the pair is there and its contact does not rest."""
    require_contact(row)
    if row.state not in BEGUN:
        raise WrongState(
            _("This can be changed while a pair is active. This one is: %(state)s.")
            % {"state": row.get_state_display()}
        )


def require_lines(
    values: Mapping[str, str], *, needed: tuple[str, ...], most: int = LONGEST
) -> dict[str, str]:
    """The lines without blanks around them; refuses what is missing or too long, by name."""
    lines = {name: value.strip() for name, value in values.items()}
    problems = {name: _("Write a few words.") for name in needed if not lines[name]}
    for name, line in lines.items():
        if len(line) > most:
            problems[name] = _("Keep it to %(most)d characters.") % {"most": most}
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
    return lines
