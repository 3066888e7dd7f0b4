"""Certificates: number, code, force, renewal, revocation, paper."""

import io
from datetime import timedelta

import pypdf
import pytest

from guildhall.audit.models import Event
from guildhall.certificates.actions.issuing import (
    Statement,
    digest_of,
    hold_certificate,
    issue_certificate,
    release_certificate,
    revoke_certificate,
)
from guildhall.certificates.codes import grouped, new_code, plain
from guildhall.certificates.models import Certificate
from guildhall.certificates.paper import certificate_pdf
from guildhall.certificates.queries.finding import certificate_by_code
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.core.pdf import render
from tests.world import NOW

TODAY = NOW.date()
END = TODAY + timedelta(days=30)


def issued(world, *, person=None, until=END, house=None, **values) -> Certificate:
    statement = Statement("preceptor", "Is certified.", [("Hours", "1,000 h")], until)
    return issue_certificate(
        statement=statement,
        person=person or world.gwen,
        organization=house or world.alder,
        on=TODAY,
        by=world.actor("maren"),
        at=NOW,
        **values,
    )


def test_numbers_run_in_each_house_and_codes_differ(world):
    rows = [issued(world), issued(world), issued(world, house=world.calder)]
    assert [row.number for row in rows] == ["PC-2026-0001", "PC-2026-0002", "PC-2026-0001"]
    assert len({row.code for row in rows}) == 3
    event = Event.objects.filter(kind="certificate_issued").first()
    assert event.ids == {"digest": digest_of(rows[0])}


def test_the_digest_tells_a_change(world):
    row = issued(world)
    before = digest_of(row)
    row.facts = [["Hours", "2,000 h"]]
    assert digest_of(row) != before


def test_a_code_is_read_however_it_is_typed():
    code = new_code()
    assert plain(grouped(code).lower().replace("-", " ")) == code
    assert plain("OIL-ab") == "011AB"
    assert len({new_code() for _time in range(200)}) == 200


def test_found_by_its_code_and_a_forged_one_is_not(world):
    row = issued(world)
    assert certificate_by_code(row.printed_code.lower()) == row
    for forged in ("", "7KQ2M", new_code(), row.code[:-1], row.code + "0"):
        with pytest.raises(NotVisible):
            certificate_by_code(forged)


def test_its_last_day_belongs_to_it(world):
    row = issued(world)
    assert (row.force(on=END), row.force(on=END + timedelta(days=1))) == ("valid", "expired")
    assert issued(world, until=None).force(on=TODAY + timedelta(days=9999)) == "valid"


def test_held_and_released(world):
    row, maren = issued(world), world.actor("maren")
    hold_certificate(certificate=row, by=maren, at=NOW)
    hold_certificate(certificate=row, by=maren, at=NOW)
    assert row.force(on=TODAY) == "held"
    release_certificate(certificate=row, by=maren, at=NOW)
    assert row.force(on=TODAY) == "valid"
    assert Event.objects.filter(kind="certificate_held").count() == 1


def test_renewed_once(world):
    row = issued(world)
    later = issued(world, renews=row)
    assert certificate_by_code(row.code).force(on=TODAY) == "renewed"
    assert later.force(on=TODAY) == "valid"
    with pytest.raises(WrongState):
        issued(world, renews=row)


def test_revoked_for_good_with_a_reason(world):
    row, maren = issued(world), world.actor("maren")
    with pytest.raises(InvalidInput):
        revoke_certificate(certificate=row, words=" ", by=maren, at=NOW)
    row = revoke_certificate(certificate=row, words="By mistake", by=maren, at=NOW)
    assert (row.force(on=TODAY), row.revoked_because) == ("revoked", "By mistake")
    with pytest.raises(WrongState):
        revoke_certificate(certificate=row, words="Again", by=maren, at=NOW)
    with pytest.raises(WrongState):
        issued(world, renews=row)


@pytest.mark.parametrize(
    ("who", "error"),
    [("gwen", NotAllowed), ("vera", NotAllowed), ("noor", NotVisible), ("olga", NotVisible)],
)
def test_who_revokes(world, who, error):
    with pytest.raises(error):
        revoke_certificate(certificate=issued(world), words="No", by=world.actor(who), at=NOW)


def test_nobody_revokes_their_own(world):
    row = issued(world, person=world.maren)
    with pytest.raises(NotAllowed):
        revoke_certificate(certificate=row, words="No", by=world.actor("maren"), at=NOW)


def test_an_end_before_its_day_is_refused(world):
    with pytest.raises(InvalidInput):
        issued(world, until=TODAY - timedelta(days=1))
    assert not Certificate.objects.exists()


def test_the_paper_is_a_pdf_that_says_it(world):
    row = issued(world)
    address = f"https://hall.example/verify/{row.printed_code}/"
    paper = certificate_pdf(row, address=address)
    assert paper.startswith(b"%PDF-")
    assert certificate_pdf(row, address=address) == paper
    reader = pypdf.PdfReader(io.BytesIO(paper))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    for words in (
        "Preceptor certificate",
        "Gwen Castellan",
        "Is certified.",
        "1,000 h",
        row.number,
        "Dec 16, 2026",
        row.printed_code,
        "Alder Bay Teaching Hospital",
    ):
        assert words in text, words
    assert row.code[:5] in text


def test_data_never_acts_as_a_template():
    text = '#panic("no") *bold* $x$ "quoted" \\ <label> éü李'
    paper = render("#let d = json(bytes(sys.inputs.data))\n#d.said", {"said": text})
    said = pypdf.PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert '#panic("no") *bold*' in said
