"""What the architecture tests read."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import guildhall

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "guildhall"

# Every module is loaded, so that the registries hold what the whole house declares.
for _module in pkgutil.walk_packages(guildhall.__path__, "guildhall."):
    if ".migrations" not in _module.name:
        importlib.import_module(_module.name)


def python_files() -> list[Path]:
    """The package's own modules, migrations left out."""
    return sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.fixture(scope="session")
def modules() -> dict[Path, ast.Module]:
    """All modules, parsed once."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in python_files()}
