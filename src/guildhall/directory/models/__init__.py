"""Tables of the directory."""

from guildhall.directory.models.address import AddressRequest
from guildhall.directory.models.invitation import Invitation
from guildhall.directory.models.organization import Organization, Site, Unit
from guildhall.directory.models.person import Membership, Person, PersonMerge, RoleGrant

__all__ = [
    "AddressRequest",
    "Invitation",
    "Membership",
    "Organization",
    "Person",
    "PersonMerge",
    "RoleGrant",
    "Site",
    "Unit",
]
