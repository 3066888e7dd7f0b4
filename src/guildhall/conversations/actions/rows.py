"""What every action here asks first."""

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState

LONGEST = 10_000


def require_words(text: str) -> str:
    """The text without blanks around it; refuses none and far too many."""
    words = text.strip()
    if not words:
        raise InvalidInput(_("Nothing is written yet."), {"text": _("Write a few words first.")})
    if len(words) > LONGEST:
        problem = _("Keep it to %(most)d characters; this has %(n)d.") % {
            "most": LONGEST,
            "n": len(words),
        }
        raise InvalidInput(_("This is not saved yet."), {"text": problem})
    return words


def require_begun(row: Relationship) -> None:
    """Something is written only in a pair that has begun."""
    if row.state == RelationshipState.OFFERED:
        raise WrongState(_("This opens once everybody has said yes."))


def require_contact(row: Relationship) -> None:
    """Messages need a pair that is there for both; the refusal blames nobody."""
    require_begun(row)
    if row.contact_rests_since is not None:
        raise WrongState(_("Messages rest for now. What you wrote before is still here."))
    if row.state == RelationshipState.CLOSED:
        raise WrongState(_("This has ended, so no message goes out from here any more."))
