"""The commands ``brief`` and ``picture``: where things stand on a page and in a picture."""

import argparse
from collections.abc import Callable

from itasdash.cli.data import data_to_read
from itasdash.cli.queries import DONE, chosen_snapshot, marks_of, write_output
from itasdash.documents.brief import BriefInputs, brief_pdf, picture_png
from itasdash.documents.letters.office import OFFICE_FILE, read_office
from itasdash.findings import Refusal
from itasdash.i18n import translator
from itasdash.importing.marts import tallies
from itasdash.metrics.calendar import registration_deadline
from itasdash.reference import all_provinces
from itasdash.schema.marts import REGISTRATION_SUMS


def make_brief(options: argparse.Namespace) -> int:
    """Write the brief as a PDF."""
    return _made(options, brief_pdf)


def make_picture(options: argparse.Namespace) -> int:
    """Write the picture as a PNG."""
    return _made(options, lambda inputs: picture_png(inputs, options.shape))


def _made(options: argparse.Namespace, make: Callable[[BriefInputs], bytes]) -> int:
    try:
        data = make(_inputs(options))
    except KeyError as error:
        name = all_provinces()[options.province].name(options.lang)
        raise Refusal("province_not_there", {"province": name}) from error
    write_output(data, options.output)
    print(translator(options.lang)("cli.written", file=options.output))
    return DONE


def _inputs(options: argparse.Namespace) -> BriefInputs:
    store = data_to_read(options)
    shown = chosen_snapshot(store, options.as_of, options.lang)
    info = shown.info
    earlier = [each for each in store.snapshots() if each.as_of < info.as_of]
    so_far = [*(each for each in earlier if each.fiscal_year == info.fiscal_year), info]
    before = store.read(earlier[-1].as_of) if earlier else None
    return BriefInputs(
        shown,
        tallies(store, so_far, ("province_code",), REGISTRATION_SUMS),
        before,
        registration_deadline(info.fiscal_year, store.calendar()),
        options.province or "",
        options.lang,
        options.thai_digits,
        marks_of(store, shown),
        read_office(store.office_file(OFFICE_FILE)),
    )
