"""The command ``publish``: a read-only copy for many readers. See ``docs/publishing.md``."""

import argparse
import sys
import time
from datetime import timedelta

from itasdash.cli.data import data_to_change
from itasdash.cli.progress import Line
from itasdash.cli.queries import DONE, print_json
from itasdash.i18n import translator
from itasdash.i18n.numbers import decimal
from itasdash.importing.publishing import publish_copy
from itasdash.thai.dates import now

# Seconds between two lines of progress.
_PAUSE = 2.0


def run_publish(options: argparse.Namespace) -> int:
    """Publish the data folder; say how far it is on standard error, and what came of it."""
    t = translator(options.lang)
    said = time.monotonic()

    def progress(done: int, everything: int, _: str) -> None:
        nonlocal said
        if time.monotonic() - said > _PAUSE or done == everything:
            said = time.monotonic()
            print(t("publish.progress", done=done, all=everything), file=sys.stderr)

    found = publish_copy(
        data_to_change(options),
        options.target,
        when=now(),
        progress=progress,
        preparing=Line(lambda done, all_, at: t("publish.preparing", done=done, all=all_, at=at)),
        originals=options.originals,
        keep=timedelta(hours=options.keep_hours),
    )
    if options.json:
        print_json(
            {
                "address": found.address,
                "outcome": "published" if found.changed else "unchanged",
                "published_at": found.at.isoformat(),
                "files": {"all": found.files, "sent": found.sent, "removed": found.removed},
                "bytes_sent": found.bytes_sent,
            }
        )
        return DONE
    numbers = {"files": found.files, "sent": found.sent, "removed": found.removed}
    megabytes = decimal(found.bytes_sent / 2**20)
    entry = "publish.done" if found.changed else "publish.unchanged"
    print(t(entry, address=found.address, megabytes=megabytes, **numbers))
    return DONE
