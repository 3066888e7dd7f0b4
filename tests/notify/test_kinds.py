"""Kinds and their default texts: a mistake shows at import, with the file's name."""

from dataclasses import replace

import pytest

from guildhall.notify.kinds import KINDS, declare_kind, kind_of
from guildhall.notify.wording import FIELDS
from tests.notify.factories import PAIRED


def kind_with(tmp_path, text: str, **changes):
    file = tmp_path / "text.toml"
    file.write_text(text, encoding="utf-8")
    return replace(PAIRED, **{"key": "tests.broken", "texts_file": file, **changes})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('subject = "Hi {{partnr}}"\nbody = "x"', "subject uses unknown placeholders partnr"),
        ('subject = "Hi"\nbody = "x {{partner"', "a placeholder in body is not closed"),
        ('subject = "Hi"', "needs a subject and a body"),
        ('subject = "Hi"\nbody = "x"\nfooter = "y"', "unknown entries footer"),
        ("subject = ", "cannot be read"),
        (f'subject = "{"x" * 201}"\nbody = "x"', "too long"),
    ],
)
def test_bad_default_text_fails_at_import(tmp_path, text, words):
    with pytest.raises(ValueError, match=words) as error:
        declare_kind(kind_with(tmp_path, text))
    assert "text.toml" in str(error.value)
    assert "tests.broken" not in KINDS


def test_bad_keys_and_names_fail_at_import(tmp_path):
    good = 'subject = "Hi"\nbody = "x"'
    with pytest.raises(ValueError, match="must look like"):
        declare_kind(kind_with(tmp_path, good, key="Broken"))
    with pytest.raises(ValueError, match="is not a name"):
        declare_kind(kind_with(tmp_path, good, placeholders={"Two words": "x"}))
    with pytest.raises(ValueError, match="declared twice"):
        declare_kind(kind_with(tmp_path, good, key="tests.paired"))
    with pytest.raises(ValueError, match=r"Declare the kind of message tests\.broken"):
        kind_of("tests.broken")


def test_body_may_be_a_list_of_paragraphs(tmp_path):
    kind = kind_with(tmp_path, 'subject = "Hi"\nbody = ["One\\nline.", "- a\\n- b"]')
    assert kind.default.body == "One line.\n\n- a\n- b"


def test_greeting_is_not_said_twice(tmp_path):
    kind = kind_with(tmp_path, 'subject = "Hi"\nbody = "Hello {{given_name}},\\n\\nIt begins."')
    assert kind.default.body == "It begins."


@pytest.mark.parametrize("key", sorted(KINDS))
def test_every_kind_reads_well(key):
    kind = KINDS[key]
    assert str(kind.label)[:1].isupper()
    assert str(kind.label)[-1] not in ".!?"
    for words in (kind.purpose, kind.always_because):
        assert str(words)[:1].islower()
        assert not str(words).endswith(".")
    for field in FIELDS:
        assert "!" not in getattr(kind.default, field)
    assert not kind.default.body.startswith(("Hello", "Hi ", "Dear"))
