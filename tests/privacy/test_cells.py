"""Every cell of who sees what, walked: pages, exports, search, mails, jobs, logs, the dump.

The pages of a pair's people show each text to whoever may read it, and to nobody else, wherever
links, exports and search lead. See `secrets.py` for the cells.
"""

import logging

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from guildhall.core import clock
from guildhall.files.models import StoredFile
from guildhall.jobs.schedule import SCHEDULE, tick
from guildhall.notify.models import Message, Notice
from guildhall.work.models import Job
from guildhall.work.running import run_job
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.privacy.secrets import SECRETS, Secret
from tests.privacy.walking import walk
from tests.relationships.factories import make_pair
from tests.world import NOW

PERSONAS = ("noor", "gwen", "tomas", "omar", "maren", "ada", "vera", "milo", "olga")


@pytest.fixture
def pair(world, held_clock):
    """Noor and Gwen, with every confidential text that the house keeps."""
    cohort = cohort_of(preceptorship(world.alder))
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))


@pytest.fixture
def written(world, pair) -> dict[str, tuple[str, ...]]:
    """The paths that show each text, by its name."""
    return {secret.name: secret.write(world, pair, secret.words) for secret in SECRETS}


def shown(pages: dict[str, str]) -> set[str]:
    """The names of the texts that stand on any of these pages."""
    text = "\n".join(pages.values())
    return {secret.name for secret in SECRETS if secret.words in text}


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_sees_what_is_theirs_and_nothing_else(sign_in, written, persona):
    paths = sorted({path for shown_at in written.values() for path in shown_at})
    pages = walk(sign_in(persona), *paths)
    expected = {secret.name for secret in SECRETS if persona in secret.readers}
    assert shown(pages) == expected


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: secret.name)
def test_search_finds_no_confidential_word(sign_in, written, secret: Secret):
    first = secret.words.partition(" ")[0]
    for persona in PERSONAS:
        found = sign_in(persona).get("/search/", {"q": first}).content.decode()
        assert secret.mark not in found


def run_everything() -> None:
    """All timed work of a day, and every job that it makes."""
    for hour in range(25):
        at = NOW.replace(hour=0) if hour == 24 else NOW
        with clock.moved_to(at):
            tick(at=at)
    for job in Job.objects.order_by("pk"):
        run_job(job.pk)


def test_mails_notices_jobs_and_logs_carry_none_of_it(written, caplog, mailoutbox):
    caplog.set_level(logging.DEBUG)
    run_everything()
    assert SCHEDULE
    assert Message.objects.exists()
    told = [
        *(" ".join((row.subject, row.body, row.small_print)) for row in Message.objects.all()),
        *(f"{row.title} {row.text}" for row in Notice.objects.all()),
        *(f"{row.payload} {row.result} {row.error}" for row in Job.objects.all()),
        *(f"{mail.subject} {mail.body} {mail.alternatives}" for mail in mailoutbox),
        caplog.text,
    ]
    assert not [words for words in told if "canary sings" in words]


def test_a_dump_of_the_database_and_the_stored_files_hold_none_of_it(written):
    run_everything()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                assert "canary" not in " ".join(map(str, row)), table
    paths = list(StoredFile.objects.values_list("path", flat=True))
    assert len(paths) == 2
    for path in paths:
        with default_storage.open(path, "rb") as stored:
            assert b"canary" not in stored.read()
