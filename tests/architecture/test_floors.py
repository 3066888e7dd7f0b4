"""Foreign keys take the same stairs as imports, and the floors are those of the contract."""

import ast
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def _floors() -> dict[str, int]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    floors: dict[str, int] = {}
    for height, layer in enumerate(reversed(layers)):
        for room in layer.split("|"):
            floors[room.strip()] = height
    return floors


def test_every_relation_goes_down_or_stays_in_its_room():
    floors = _floors()
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("guildhall."):
            continue
        room = model.__module__.split(".")[1]
        for relation in model._meta.get_fields():
            if not relation.is_relation or relation.auto_created or relation.related_model is None:
                continue
            target = relation.related_model.__module__
            if not target.startswith("guildhall."):
                wrong.append(f"{model.__name__}.{relation.name} points out of the house")
                continue
            other = target.split(".")[1]
            if other != room and floors[other] >= floors[room]:
                wrong.append(f"{room}.{model.__name__}.{relation.name} points up to {other}")
    assert wrong == []


def test_every_room_with_tables_is_installed():
    installed = {config.name for config in apps.get_app_configs()}
    rooms = {p.parent.name for p in (ROOT / "src" / "guildhall").glob("*/migrations")}
    assert {f"guildhall.{room}" for room in rooms} <= installed


def test_imports_stand_at_the_top_unless_a_named_reason_says_otherwise(modules):
    reasons = ("# app ready", "# slow import")
    wrong = []
    for path, tree in modules.items():
        lines = path.read_text(encoding="utf-8").splitlines()
        top = set(tree.body)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and node not in top:
                text = " ".join(lines[node.lineno - 1 : node.end_lineno])
                if not any(reason in text for reason in reasons):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []


def test_rooms_never_see_http(modules):
    doors = {"web", "jobs", "config"}
    http = ("django.http", "django.shortcuts", "django.forms", "django.contrib.messages")
    wrong = []
    for path, tree in modules.items():
        place = path.relative_to(ROOT / "src" / "guildhall")
        if place.parts[0] in doors:
            continue
        for node in ast.walk(tree):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            wrong += [f"{place}: {name}" for name in names if name.startswith(http)]
    assert wrong == []
