"""Files and functions stay small enough to be read in one sitting."""

import statistics
from pathlib import Path

from tests.architecture.conftest import PACKAGE, ROOT, functions, python_files


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _p90(values: list[int]) -> float:
    return statistics.quantiles(values, n=10)[-1]


def test_python_files():
    sizes = {path: _lines(path) for path in python_files()}
    assert [str(p.relative_to(ROOT)) for p, size in sizes.items() if size > 400] == []
    assert _p90(list(sizes.values())) <= 200


def test_functions(modules):
    sizes = []
    too_long = []
    for path, tree in modules.items():
        for node in functions(tree):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            sizes.append(size)
            if size > 50:
                too_long.append(f"{path.relative_to(ROOT)}:{node.name} ({size})")
    assert too_long == []
    assert _p90(sizes) <= 25


def test_templates_styles_and_scripts():
    limits = {"*.html": 200, "*.css": 300, "*.js": 150}
    wrong = [
        str(path.relative_to(ROOT))
        for pattern, limit in limits.items()
        for path in PACKAGE.rglob(pattern)
        if "vendor" not in path.parts and _lines(path) > limit
    ]
    assert wrong == []


def test_test_files():
    wrong = [str(p.relative_to(ROOT)) for p in (ROOT / "tests").rglob("*.py") if _lines(p) > 500]
    assert wrong == []
