"""The build fails when a setting, command, event or access is missing from the reference."""

import re
from pathlib import Path

from guildhall.audit.kinds import KINDS
from guildhall.jobs.cli import COMMANDS
from guildhall.permissions.access import DECLARED

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def _text(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_setting_is_documented():
    settings = (ROOT / "src/guildhall/config/settings.py").read_text()
    names = set(re.findall(r'"(GUILDHALL_[A-Z_]+)"', settings))
    documented = set(re.findall(r"`(GUILDHALL_[A-Z_]+)`", _text("settings.md")))
    assert names - documented == set()
    assert documented - names == {"GUILDHALL_TEST_POSTGRES"}


def test_every_command_is_documented():
    text = _text("commands.md")
    assert [name for name in COMMANDS if f"`guildhall {name}" not in text] == []


def test_every_event_is_documented():
    text = _text("events.md")
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []


def test_every_access_is_documented():
    text = _text("permissions.md")
    missing = [
        name for name, access in DECLARED.items() if f"`{name}` | {access.sentence}" not in text
    ]
    assert missing == []


def test_links_between_documents_lead_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []
