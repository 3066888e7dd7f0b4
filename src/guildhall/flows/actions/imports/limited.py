"""A file of somebody who runs one program, and not the organization: it brings people in, no more.

Whoever has a record keeps it as it is and only joins the program; the answer is the same for
those who have one and those who have none, so that no file finds out who is here. What cannot be
done without showing more is refused, with the people to ask.
"""

from django.utils.translation import gettext as _

from guildhall.flows.actions.imports.known import Known, Member
from guildhall.flows.actions.imports.parsing import ParsedRow
from guildhall.flows.actions.imports.scope import Scope


def find_joining(row: ParsedRow, known: Known, scope: Scope) -> Member | None:
    """Whom the row means: people of the program by number or address, others by address alone."""
    number, email = row.values.get("external_id", ""), row.values.get("email", "")
    numbered, addressed = known.by_number.get(number), known.by_email.get(email, [])
    if numbered is not None and numbered.is_inside:
        if any(member is not numbered for member in addressed):
            row.refuse("two_people", _("The number and the address are those of two people."))
        return numbered
    if not email:
        row.refuse(
            "number_alone",
            _("A number finds only people of this program. Give the e-mail address too."),
        )
        return None
    if _is_for_staff(numbered, addressed):
        row.refuse(
            "ask_staff",
            _("This person cannot be added by a file. Ask a coordinator of %(organization)s.")
            % {"organization": scope.organization_name},
        )
        return None
    member = addressed[0] if addressed else None
    if "given_name" not in row.values and not (member and member.is_inside):
        row.refuse("no_name", _("Give a first name. Nobody in this program has this address."))
    return member


def _is_for_staff(numbered: Member | None, addressed: list[Member]) -> bool:
    """Two records for one row, or a record that was closed: more than joining has to be done."""
    if len(addressed) > 1 or any(member.has_left for member in addressed):
        return True
    return numbered is not None and numbered not in addressed


def keep_known_unit(row: ParsedRow, scope: Scope) -> None:
    """A unit that is not there yet is left out: the organization adds its own."""
    unit = row.values.get("unit")
    if unit is not None and scope.unit_id(unit) is None:
        del row.values["unit"]
        row.note(
            "unknown_unit",
            _("There is no unit “%(unit)s”, so it is left out. A coordinator can add it.")
            % {"unit": unit},
        )
