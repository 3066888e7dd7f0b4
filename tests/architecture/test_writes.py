"""Rows change only in actions."""

import ast

from tests.architecture.conftest import PACKAGE

WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
}
# Rooms without a folder of actions say here which module holds their writes.
OWN_PLACES = {
    "work/running.py",  # leases are claimed by conditional updates
    "accounts/models.py",  # the manager that allauth calls
    "accounts/demo_mark.py",
}


def _may_write(place: str) -> bool:
    parts = place.split("/")
    is_plain_python = parts[0] == "engine"
    return is_plain_python or "actions" in parts or parts[-1] == "actions.py" or place in OWN_PLACES


def _is_write(node: ast.Call) -> bool:
    function = node.func
    if not isinstance(function, ast.Attribute):
        return False
    if function.attr == "update":
        # A queryset's update: its receiver is a call chain that starts at `objects` or a filter.
        return any(
            isinstance(part, ast.Attribute) and part.attr in ("objects", "filter")
            for part in ast.walk(function.value)
        )
    if function.attr == "save":
        return not (isinstance(function.value, ast.Name) and function.value.id in ("book", "image"))
    return function.attr in WRITES


def test_no_row_changes_outside_actions(modules):
    wrong = []
    for path, tree in modules.items():
        place = path.relative_to(PACKAGE).as_posix()
        if _may_write(place):
            continue
        wrong += [
            f"{place}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and _is_write(node)
        ]
    assert wrong == []
