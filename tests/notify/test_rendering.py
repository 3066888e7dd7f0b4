"""One wording, two forms."""

from dataclasses import replace

import pytest

from guildhall.notify.queries import preview, previews
from guildhall.notify.rendering import Footer, link_mark, render
from guildhall.notify.wording import Wording, fill
from tests.notify.factories import ACCEPT, VALUES, outgoing

WORDING = Wording("Subject", "One.\n\nBecause:\n- a\n- b\n\n" + link_mark(7, "Say [yes]"), "Open")
FOOTER = Footer("Why.", "Small.", "https://x/settings/", "https://x/unsubscribe/t/")


def test_plain_text():
    content = render(
        WORDING,
        given_name="Noor",
        footer=FOOTER,
        path="/p/",
        link_address=lambda pk: f"https://x/a/{pk}/",
    )
    assert content.text == (
        "Hello Noor,\n\nOne.\n\nBecause:\n\n- a\n- b\n\nSay yes:\nhttps://x/a/7/\n\n"
        "Open:\nhttp://localhost:8000/p/\n\n-- \nSmall.\nWhy.\n"
        "Choose what you get by mail: https://x/settings/\n"
        "Stop mails of this kind: https://x/unsubscribe/t/\n"
    )


def test_html_has_the_same_parts_and_nothing_from_elsewhere():
    content = render(
        WORDING,
        given_name="Noor",
        footer=FOOTER,
        path="/p/",
        link_address=lambda pk: f"https://x/a/{pk}/",
    )
    for part in ("Hello Noor,", "One.", "<li", "https://x/a/7/", "Say yes", "Small.", "Why."):
        assert part in content.html
    for foreign in ("<img", "<script", "<link", "url(", "@import"):
        assert foreign not in content.html


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x>', "a & b"])
def test_every_value_is_escaped(evil):
    values = {"partner": evil, "program": evil, "reasons": f"- {evil}"}
    content = preview("tests.paired", None, "", {**values, "given_name": evil})
    assert evil not in content.html
    assert evil in content.text


def test_no_button_without_a_page():
    content = render(replace(WORDING, body="One."), given_name="", footer=Footer())
    assert content.text == "Hello,\n\nOne.\n"


def test_values_are_never_looked_at_again():
    filled = fill(Wording("{{a}}", "x {{a}}\n\n{{b}}"), {"a": "{{b}}\n\n- no", "b": "- 1\n- 2"})
    assert filled == Wording("{{b}} - no", "x {{b}} - no\n\n- 1\n- 2")


def test_empty_paragraphs_disappear():
    assert fill(Wording("s", "one\n\n{{note}}\n\ntwo"), {"note": ""}).body == "one\n\ntwo"


def test_previews_show_what_would_be_sent(world, django_assert_num_queries):
    messages = [
        outgoing(person, f"k{n}", organization=world.alder, acts=(ACCEPT,), path="/x/")
        for n, person in enumerate((world.noor, world.gwen, world.omar))
    ]
    with django_assert_num_queries(1):
        shown = previews(messages)
    assert [content.greeting for content in shown] == ["Hello Noor,", "Hello Gwen,", "Hello Omar,"]
    assert shown[0].subject == f"You are matched with {VALUES['partner']}"
    assert "Accept:\n(personal link)" in shown[0].text
    assert "http://localhost:8000/x/" in shown[0].text


def test_the_way_out_stands_back_behind_the_way_in(world):
    no = replace(ACCEPT, label="Not this time", is_quiet=True)
    message = outgoing(world.noor, acts=(ACCEPT, no))
    [content] = previews([message])
    yes, out = [block for block in content.blocks if block.is_personal]
    assert [(b.label, b.is_quiet) for b in (yes, out)] == [
        ("Accept", False),
        ("Not this time", True),
    ]
    assert content.html.count("background:#1e5945") == 1
