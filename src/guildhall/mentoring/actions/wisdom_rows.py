"""What every action on stories, challenges, consults and reflections asks first."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState

LONGEST_LINE = 200
LONGEST_TEXT = 5000


def require_texts(
    values: Mapping[str, str], *, needed: tuple[str, ...] = (), lines: tuple[str, ...] = ()
) -> dict[str, str]:
    """The texts without blanks around them; refuses by name what is missing, or longer than a line
    or a text may be."""
    texts = {name: value.strip() for name, value in values.items()}
    problems = {name: _("Write a few words.") for name in needed if not texts[name]}
    for name, text in texts.items():
        most = LONGEST_LINE if name in lines else LONGEST_TEXT
        if len(text) > most:
            problems[name] = _("Keep it to %(most)d characters; this has %(n)d.") % {
                "most": most,
                "n": len(text),
            }
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
    return texts


def require_person(by: Actor) -> int:
    """The person who acts; the house itself writes no story."""
    if by.person_id is None:
        raise NotVisible
    return by.person_id


def require_going_on(row: Relationship) -> None:
    """Something new is put to a pair while it is there and its contact does not rest."""
    if row.state == RelationshipState.OFFERED:
        raise WrongState(_("This opens once everybody has said yes."))
    if row.state == RelationshipState.CLOSED:
        raise WrongState(_("This has ended. What you wrote before is still here."))
    if row.contact_rests_since is not None:
        raise WrongState(_("Contact rests for now. What you wrote before is still here."))
