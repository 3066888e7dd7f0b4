"""Who reports to whom: managers who are here, managers who come with the same file, circles."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from guildhall.directory.models import Membership
from guildhall.engine.tables import quoted
from guildhall.flows.actions.imports.known import people_by_key
from guildhall.flows.actions.imports.parsing import ParsedRow, Problem

# A person who is here is their id; somebody who is only a row of the file is its negative number.
Node = int


class Managers:
    """Finds the manager whom a cell names, and remembers who reports to whom in the file."""

    def __init__(self, organization_id: int, rows_by_key: dict[str, int], column: str) -> None:
        self._organization_id = organization_id
        self._rows = rows_by_key
        self._column = column
        self._people: dict[str, int | None] = {}
        # Row → what its manager is, and row → the person that it turned out to be.
        self.manager_of: dict[int, Node] = {}
        self.person_of: dict[int, int] = {}
        self.accepted: set[int] = set()

    def learn(self, keys: Iterable[str]) -> None:
        """Look up who is here by these addresses and numbers: two statements."""
        missing = [key for key in set(keys) if key not in self._people]
        if not missing:
            return
        self._people.update(dict.fromkeys(missing))
        self._people.update(people_by_key(self._organization_id, missing))

    def resolve(self, row: ParsedRow) -> None:
        """Put `manager_id` or `manager_row` beside the name; refuse a stranger."""
        key = row.values["manager"]
        person_id = self._people.get(key)
        if person_id is not None:
            row.values["manager_id"] = person_id
            self.manager_of[row.number] = person_id
        elif self._rows.get(key) == row.number:
            row.refuse("own_manager", _("Nobody is their own manager."), self._column)
        elif key in self._rows:
            row.values["manager_row"] = self._rows[key]
            self.manager_of[row.number] = -self._rows[key]
        else:
            row.refuse(
                "unknown_manager",
                _(
                    "%(key)s is neither here nor in this file. Give the e-mail address or number"
                    " of somebody who is."
                )
                % {"key": quoted(key)},
                self._column,
            )

    def settle(self) -> dict[int, Problem]:
        """After the last row: rows in a circle, and rows whose manager's row was refused."""
        late = {
            row: self._problem("manager_circle", _("They would report to each other in a circle."))
            for row in self._rows_in_circles()
        }
        refused = {row for row in self.manager_of if row in late}
        reports: dict[int, list[int]] = {}
        for row, node in self.manager_of.items():
            if node < 0 and -node not in self.person_of:
                reports.setdefault(-node, []).append(row)
        waiting = [boss for boss in reports if boss not in self.accepted or boss in refused]
        while waiting:
            boss = waiting.pop()
            for row in reports.get(boss, ()):
                if row not in late and row in self.accepted:
                    late[row] = self._problem(
                        "manager_refused",
                        _("The manager’s own row %(row)s is refused. Correct that one first.")
                        % {"row": boss},
                    )
                    if row not in self.person_of:
                        waiting.append(row)
        return late

    def _problem(self, code: str, message: str) -> Problem:
        return {"column": self._column, "code": code, "message": message}

    def _node(self, row: int) -> Node:
        return self.person_of.get(row, -row)

    def _edges(self) -> dict[Node, Node]:
        """Everybody's manager as it would be: what is here, overlaid with the file."""
        here = Membership.objects.filter(
            organization_id=self._organization_id, manager_id__isnull=False, ended_at__isnull=True
        )
        edges: dict[Node, Node] = dict(
            here.values_list("person_id", "manager_id").iterator(chunk_size=5000)
        )
        for row, manager in self.manager_of.items():
            if row in self.accepted:
                edges[self._node(row)] = self._node(-manager) if manager < 0 else manager
        return edges

    def _rows_in_circles(self) -> list[int]:
        if not self.manager_of:
            return []
        edges = self._edges()
        circular: set[Node] = set()
        finished: set[Node] = set()
        for start in edges:
            path: dict[Node, int] = {}
            node = start
            while node in edges and node not in finished and node not in path:
                path[node] = len(path)
                node = edges[node]
            if node in path:
                circular.update(n for n, place in path.items() if place >= path[node])
            finished.update(path)
        return [
            row for row in self.manager_of if row in self.accepted and self._node(row) in circular
        ]
