"""Every cell of who sees what, walked: pages, exports, search, mails, jobs, logs, the dump.

The pages of a pair's people show each text to whoever may read it, and to nobody else, wherever
links, exports and search lead. See `secrets.py` for the cells.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import Client

from guildhall.core import clock, rotation
from guildhall.core.encrypted import EncryptedTextField
from guildhall.files.models import StoredFile
from guildhall.jobs.schedule import SCHEDULE, tick
from guildhall.notify.models import Message, Notice
from guildhall.work.models import Job
from guildhall.work.running import run_job
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.privacy.cast import EVERYBODY, Cast, build_cast, place_around
from tests.privacy.secret import WORD
from tests.privacy.secrets import NO_SECRET, SECRETS
from tests.privacy.walking import walk
from tests.relationships.factories import make_pair
from tests.world import NOW

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Written:
    """The cast, and the paths that show each text by its name."""

    cast: Cast
    paths: dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker) -> Iterator[Written]:
    """Noor and Gwen, with every confidential text that the house keeps; made once."""
    with django_db_blocker.unblock(), clock.moved_to(NOW), transaction.atomic():
        cast = build_cast()
        cohort = cohort_of(preceptorship(cast.alder))
        place_around(cast, cohort.program)
        pair = make_pair(guide(cohort, cast.gwen), learner(cohort, cast.noor))
        yield Written(cast, {one.name: one.write(cast, pair, one.words) for one in SECRETS})
        transaction.set_rollback(True)


def shown(text: str) -> set[str]:
    """The names of the texts that stand in it."""
    return {secret.name for secret in SECRETS if secret.words in text}


@pytest.mark.parametrize("persona", EVERYBODY)
def test_everybody_sees_what_is_theirs_and_nothing_else(written, persona):
    client = Client()
    account = getattr(written.cast, persona).account
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    paths = sorted({path for paths in written.paths.values() for path in paths})
    pages = walk(client, *paths)
    expected = {secret.name for secret in SECRETS if persona in secret.readers}
    assert shown("\n".join(pages.values())) == expected
    assert shown(pages[f"/search/?q={WORD}"]) == set()


def run_everything() -> None:
    """All timed work of a day, and every job that it makes."""
    for hour in range(25):
        at = NOW.replace(hour=0) if hour == 24 else NOW
        with clock.moved_to(at):
            tick(at=at)
    for job in Job.objects.order_by("pk"):
        run_job(job.pk)


def test_mails_notices_jobs_and_logs_carry_none_of_it(written, caplog, mailoutbox):
    """Beyond what was written for the one who gets the mail."""
    caplog.set_level(logging.DEBUG)
    run_everything()
    assert SCHEDULE
    mailed = {
        getattr(written.cast, name).pk: {s.name for s in SECRETS if name in s.mailed}
        for name in EVERYBODY
    }
    for row in Message.objects.all():
        words = " ".join((row.subject, row.body, row.small_print, row.calendar))
        assert shown(words) <= mailed[row.person_id], row.kind
    for row in Notice.objects.all():
        assert shown(f"{row.title} {row.text}") <= mailed[row.person_id], row.kind
    people = {person.account.email: person.pk for person in everybody(written)}
    for mail in mailoutbox:
        told = shown(f"{mail.subject} {mail.body} {mail.alternatives} {mail.attachments}")
        assert told <= mailed[people[mail.to[0]]], mail.subject
    jobs = [f"{row.payload} {row.result} {row.error}" for row in Job.objects.all()]
    assert not [words for words in (*jobs, caplog.text) if WORD in words]


def everybody(written: Written):
    return [getattr(written.cast, name) for name in EVERYBODY]


def test_a_dump_of_the_database_and_the_stored_files_hold_none_of_it(written):
    run_everything()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                assert WORD not in " ".join(map(str, row)), table
    paths = list(StoredFile.objects.values_list("path", flat=True))
    assert len(paths) == 3
    for path in paths:
        with default_storage.open(path, "rb") as stored:
            assert WORD.encode() not in stored.read()


def sealed_texts() -> dict[str, list[str]]:
    """Every sealed column with its texts, in the order of their rows."""
    return {
        f"{model._meta.db_table}.{field.column}": list(
            model._default_manager.order_by("pk").values_list(field.attname, flat=True)
        )
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    }


def test_every_sealed_column_holds_a_secret_or_is_listed(written):
    """From the models: a new confidential field without a secret fails here."""
    found = sealed_texts()
    bare = {name for name, texts in found.items() if not any(WORD in text for text in texts)}
    assert bare == set(NO_SECRET)


def test_all_of_it_is_read_with_a_new_key_alone(written, settings):
    before = sealed_texts()
    old, new = settings.GUILDHALL_FIELD_KEYS, Fernet.generate_key().decode()
    settings.GUILDHALL_FIELD_KEYS = [new, *old]
    changed = {str(column): rotation.rotate(column) for column in rotation.sealed_columns()}
    settings.GUILDHALL_FIELD_KEYS = [new]
    assert sealed_texts() == before
    assert changed == {name: sum(map(bool, texts)) for name, texts in before.items()}


def test_in_every_column_whoever_writes_meanwhile_wins(written, settings, monkeypatch):
    """Between the reading and the sealing of each value somebody writes another."""
    old, new = settings.GUILDHALL_FIELD_KEYS, Fernet.generate_key().decode()
    settings.GUILDHALL_FIELD_KEYS = [new, *old]
    seal, replace = rotation.encrypt, rotation._replace
    written_at: dict[str, set[int]] = {}

    def replace_after_somebody_wrote(column, pk, token, sealed):
        if replace(column, pk, token, seal("Newer")):
            written_at.setdefault(str(column), set()).add(pk)
        return replace(column, pk, token, sealed)

    monkeypatch.setattr(rotation, "_replace", replace_after_somebody_wrote)
    for column in rotation.sealed_columns():
        assert rotation.rotate(column) == 0
    settings.GUILDHALL_FIELD_KEYS = [new]
    after = sealed_texts()
    assert {text for texts in after.values() for text in texts if text} == {"Newer"}
    assert set(written_at) == {name for name, texts in after.items() if any(texts)}
