"""`guildhall rotate-keys`: seal all confidential texts again with the newest key."""

import argparse
import sys
from collections.abc import Sequence

from guildhall.core.errors import GuildhallError
from guildhall.jobs.booting import is_migrated, start


def run(argv: Sequence[str]) -> int:
    """0 once everything is sealed with the first key of GUILDHALL_FIELD_KEYS; 1 where a key is
    missing. It may be stopped and run again, and people may write meanwhile."""
    argparse.ArgumentParser(prog="guildhall rotate-keys", description=__doc__).parse_args(argv)
    start()
    if not is_migrated():
        print("The database is not prepared. Run `guildhall setup`.", file=sys.stderr)
        return 1
    from guildhall.core.rotation import rotate, sealed_columns  # app ready
    from guildhall.files.actions import seal_again  # app ready
    from guildhall.files.models import StoredFile  # app ready

    total = 0
    for column in sealed_columns():
        try:
            changed = rotate(column)
        except GuildhallError as error:
            print(
                f"✗ {column}: {error} Nothing was lost; add the key and run again.", file=sys.stderr
            )
            return 1
        total += changed
        print(f"{column}: {changed} sealed again")
    missing = 0
    for file in StoredFile.objects.order_by("pk").iterator():
        try:
            total += seal_again(file)
        except GuildhallError as error:
            missing += 1
            print(f"✗ stored file {file.pk}: {error}", file=sys.stderr)
    if missing:
        print(
            f"{missing} files could not be sealed again; all others are. Nothing was lost; keep"
            " the old keys, add the missing one or bring the files back, and run again.",
            file=sys.stderr,
        )
        return 1
    print(f"Done. {total} texts and files sealed again; the old keys can be taken away.")
    return 0
