"""Names use the field's words, and every module and room says what it is for."""

import ast
import re

import pytest

from guildhall.audit.kinds import KINDS
from guildhall.permissions.access import DECLARED
from tests.architecture.conftest import PACKAGE, ROOT, functions

BANNED_MODULES = {
    "utils",
    "helpers",
    "common",
    "misc",
    "service",
    "services",
    "manager",
    "managers",
}


def test_no_drawer_for_odds_and_ends(modules):
    names = {path.stem for path in modules} | {path.parent.name for path in modules}
    assert names & BANNED_MODULES == set()


def test_every_room_says_what_it_owns():
    for room in sorted(p for p in PACKAGE.iterdir() if (p / "__init__.py").exists()):
        text = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""
        assert text, f"{room.name} has no docstring"
        assert len(text.splitlines()) <= 15, f"{room.name} says too much"


def test_every_module_and_public_function_of_rooms_has_a_docstring(modules):
    silent = []
    for path, tree in modules.items():
        place = path.relative_to(PACKAGE).as_posix()
        if tree.body and not ast.get_docstring(tree):
            silent.append(place)
        if "actions" in place or place.startswith("engine/"):
            silent += [
                f"{place}:{node.name}"
                for node in functions(tree)
                if not node.name.startswith("_")
                and node in tree.body
                and not ast.get_docstring(node)
            ]
    assert silent == []


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_access_names_are_noun_dot_verb(name):
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", name)
    assert DECLARED[name].sentence.endswith(".")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_event_kinds_are_snake_case_and_explained(kind):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", kind)
    assert KINDS[kind].endswith(".")


def test_time_is_read_only_from_the_clock(modules):
    wrong = []
    for path, tree in modules.items():
        place = path.relative_to(PACKAGE).as_posix()
        if place == "core/clock.py":
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and (node.func.value.id, node.func.attr)
                in {
                    ("datetime", "now"),
                    ("datetime", "utcnow"),
                    ("date", "today"),
                    ("timezone", "now"),
                    ("time", "time"),
                }
            ):
                wrong.append(f"{place}:{node.lineno}")
    assert wrong == []


def test_no_path_or_registry_of_a_machine_is_named():
    hosts = re.compile(r"https?://[a-z0-9.-]*(pypi|npmjs|debian)[a-z0-9.-]*")
    files = [
        p for pattern in ("*.lock", "*.json", "*.toml", "Makefile") for p in ROOT.glob(pattern)
    ]
    wrong = [p.name for p in files if hosts.search(p.read_text(encoding="utf-8"))]
    assert wrong == []
