"""The command ``pack``: the letter, its attachments and a folder per province as one .zip."""

import argparse
import io
import zipfile
from contextlib import suppress

from itasdash.access import machine_user
from itasdash.cli.data import data_to_read
from itasdash.cli.queries import DONE, chosen_snapshot, write_output
from itasdash.documents.letters.content import LetterContent
from itasdash.documents.letters.pack import chosen_content, letter_writer, make_pack
from itasdash.documents.letters.register import letter_event
from itasdash.documents.quotas import read_quotas
from itasdash.i18n import translator
from itasdash.schema import Office
from itasdash.settings import is_sample_folder
from itasdash.store import Store
from itasdash.store.published import copy_mark
from itasdash.thai.dates import now


def make_province_pack(options: argparse.Namespace) -> int:
    """Write the letter, the attachments and a folder per province as one .zip."""
    store, t = data_to_read(options), translator(options.lang)
    snapshot = chosen_snapshot(store, options.as_of, options.lang)
    open_errors = store.open_errors(snapshot.info)
    snapshot = read_quotas(store.office_file).of(snapshot)
    outdated = snapshot.info.as_of in store.stale()
    content = chosen_content(snapshot, options.province, open_errors=open_errors, outdated=outdated)
    writer = letter_writer(
        store.office_file,
        thai_digits=not options.arabic_digits,
        sample=is_sample_folder(store.root),
        calendar=store.calendar(),
    )
    data = make_pack(content, writer)
    write_output(data, options.output)
    # A copy that can only be read makes letters too, and keeps no register of them.
    with suppress(OSError):
        _log_letter(store, content, writer.office, options.output.name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = len(archive.namelist())
    print(t("cli.pack_done", file=options.output, files=files, provinces=len(content.codes)))
    return DONE


def _log_letter(store: Store, content: LetterContent, office: Office, file: str) -> None:
    if not is_sample_folder(store.root) and copy_mark(store) is None:
        with store.writing("letter") as writer:
            writer.log(letter_event(content, office, file, machine_user(), now()))
