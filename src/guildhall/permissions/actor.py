"""The actor: who is acting, and the roles they hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grant:
    """A role in something: Grant("organization", 3, "coordinator")."""

    scope: str
    scope_id: int
    role: str


@dataclass(frozen=True)
class Actor:
    """Who is acting. The system acts for timed work and may do everything."""

    account_id: int | None = None
    person_id: int | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    is_system: bool = False

    def scopes(self, scope: str, *roles: str) -> frozenset[int]:
        """Ids of the things in which the actor holds one of the roles."""
        return frozenset(
            grant.scope_id for grant in self.grants if grant.scope == scope and grant.role in roles
        )

    def holds(self, scope: str, scope_id: int, *roles: str) -> bool:
        """Whether the actor holds one of the roles in this thing."""
        return scope_id in self.scopes(scope, *roles)

    def holds_any(self, scope: str, *roles: str) -> bool:
        """Whether the actor holds one of the roles anywhere."""
        return bool(self.scopes(scope, *roles))


SYSTEM = Actor(is_system=True)
NOBODY = Actor()

GrantSource = Callable[[int], Iterable[Grant]]
GRANT_SOURCES: list[GrantSource] = []


def grant_source(function: GrantSource) -> GrantSource:
    """Register a function that lists a person's grants; rooms call this at import."""
    if function not in GRANT_SOURCES:
        GRANT_SOURCES.append(function)
    return function


def actor_for(*, account_id: int | None, person_id: int | None) -> Actor:
    """The actor with every grant that any room knows of."""
    grants: set[Grant] = set()
    if person_id is not None:
        for source in GRANT_SOURCES:
            grants.update(source(person_id))
    return Actor(account_id=account_id, person_id=person_id, grants=frozenset(grants))
