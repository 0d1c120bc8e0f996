"""The arguments of the commands, their help and what is wrong usage. See ``docs/commands.md``."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from itasdash.documents.picture_shapes import SHAPES
from itasdash.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator, translator
from itasdash.metrics import GROUPS
from itasdash.metrics.surveys import SURVEY_STATES
from itasdash.reference import all_provinces, regions
from itasdash.reference.names import read_lao_type, read_province
from itasdash.schema import (
    BY_FILE,
    COVERS,
    EITHER_MISSING,
    INSTRUMENTS,
    LAO_TYPES,
    LIST_MEANINGS,
    STATES,
)
from itasdash.store.published import KEEP
from itasdash.thai.dates import parse_when

LATEST = "latest"
LIST_FORMATS = ("table", "csv", "xlsx", "json")
REGISTRATION = "registration"
# An option that takes several values; what it takes when it is repeated is added to them.
SEVERAL: dict[str, Any] = {"action": "extend", "nargs": "+", "default": []}


def read_language(arguments: Sequence[str] | None) -> str:
    """Return the language that the arguments ask for, whatever else is right or wrong in them."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    try:
        return str(parser.parse_known_args(arguments)[0].lang)
    except argparse.ArgumentError:
        return DEFAULT_LANGUAGE


def build_parser(language: str = DEFAULT_LANGUAGE) -> argparse.ArgumentParser:
    """Return the parser of all commands, its help in ``language``.

    What it reads has the name of the command as ``command``, and ``lang`` and ``data``.
    """
    t = translator(language)
    parser = argparse.ArgumentParser(
        prog="python -m itasdash", description=t("help.itasdash"), allow_abbrev=False
    )
    parser.add_argument("--data", metavar="DIR", help=t("help.data"))
    parser.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help=t("help.lang"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str) -> argparse.ArgumentParser:
        explained = t(f"help.{name}")
        added = commands.add_parser(name, help=explained, description=explained, allow_abbrev=False)
        added.set_defaults(command=name)
        # The folder and the language may also stand behind the command, where people look.
        suppressed = argparse.SUPPRESS
        added.add_argument("--data", metavar="DIR", default=suppressed, help=t("help.data"))
        added.add_argument("--lang", choices=LANGUAGES, default=suppressed, help=t("help.lang"))
        return added

    def read(parse: Callable[[str], Any], expected: str) -> Callable[[str], Any]:
        def parsed(written: str) -> Any:
            value = parse(written)
            if value is None:
                raise argparse.ArgumentTypeError(t(f"usage.{expected}", written=written))
            return value

        return parsed

    day, moment = read(_day, "date"), read(parse_when, "when")
    province = read(_province, "province")

    def moment_or_latest(written: str) -> datetime | None:
        return None if written == LATEST else moment(written)

    register = command("register")
    register.add_argument("file", type=Path, metavar="FILE", help=t("help.register_file"))
    register.add_argument("--effective", type=day, metavar="DATE", help=t("help.effective"))

    command("snapshots").add_argument("--json", action="store_true", help=t("help.json"))

    imports = command("import")
    imports.add_argument("files", type=Path, nargs="+", metavar="FILE", help=t("help.files"))
    imports.add_argument("--as-of", type=moment, metavar="WHEN", help=t("help.import_as_of"))
    imports.add_argument(
        "--list-means", choices=LIST_MEANINGS, default=EITHER_MISSING, help=t("help.list_means")
    )
    imports.add_argument("--covers", choices=COVERS, default=BY_FILE, help=t("help.covers"))
    imports.add_argument("--layout", metavar="NAME", default="", help=t("help.layout"))
    imports.add_argument("--dry-run", action="store_true", help=t("help.dry_run"))
    imports.add_argument("--accept-shrink", action="store_true", help=t("help.accept_shrink"))
    imports.add_argument("--json", action="store_true", help=t("help.json"))

    _rate_arguments(command("rates"), moment_or_latest, t)

    listing = command("laos")
    listing.add_argument("--as-of", type=moment_or_latest, metavar="WHEN", help=t("help.as_of"))
    _list_arguments(listing, read, t)

    _changes_arguments(command("changes"), moment_or_latest, t)
    _pack_arguments(command("pack"), moment_or_latest, province, t)
    for name in ("brief", "picture"):
        _brief_arguments(command(name), moment_or_latest, province, t)
    _alias_arguments(command("alias"), province, day, t)

    _layout_arguments(command("layouts"), t)
    _publish_arguments(command("publish"), read(_whole_number, "hours"), t)

    _checking_arguments(command("verify"), command("rebuild"), t)
    return parser


def _checking_arguments(
    verify: argparse.ArgumentParser, rebuild: argparse.ArgumentParser, t: Translator
) -> None:
    for each in (verify, rebuild):
        each.add_argument("--json", action="store_true", help=t("help.json"))
    verify.add_argument("--derive", action="store_true", help=t("help.verify_derive"))


def _publish_arguments(
    publish: argparse.ArgumentParser, hours: Callable[[str], Any], t: Translator
) -> None:
    publish.add_argument("target", metavar="TARGET", help=t("help.target"))
    publish.add_argument("--originals", action="store_true", help=t("help.originals"))
    keep = round(KEEP.total_seconds() / 3600)
    publish.add_argument(
        "--keep-hours", type=hours, default=keep, metavar="N", help=t("help.keep_hours")
    )
    publish.add_argument("--json", action="store_true", help=t("help.json"))


def _layout_arguments(layouts: argparse.ArgumentParser, t: Translator) -> None:
    actions = layouts.add_subparsers(required=True, metavar="ACTION", dest="action")
    for name in ("list", "show", "export", "import", "remove"):
        explained = t(f"help.layouts_{name}")
        action = actions.add_parser(name, help=explained, description=explained, allow_abbrev=False)
        if name == "import":
            action.add_argument("file", type=Path, metavar="FILE", help=t("help.layout_file"))
        elif name != "list":
            action.add_argument("name", metavar="NAME", help=t("help.layout_name"))
        if name == "export":
            out: dict[str, Any] = {"type": Path, "required": True, "metavar": "FILE"}
            action.add_argument("-o", "--output", help=t("help.layout_output"), **out)
        if name in ("list", "show"):
            action.add_argument("--json", action="store_true", help=t("help.json"))


def _rate_arguments(
    rate: argparse.ArgumentParser, moment: Callable[[str], Any], t: Translator
) -> None:
    rate.add_argument("--as-of", type=moment, metavar="WHEN", help=t("help.as_of"))
    rate.add_argument("--by", choices=GROUPS, default="country", help=t("help.by"))
    _measure_argument(rate, t)
    form = rate.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=t("help.json"))
    form.add_argument("--csv", action="store_true", help=t("help.csv"))


def _measure_argument(command: argparse.ArgumentParser, t: Translator) -> None:
    command.add_argument(
        "--measure",
        choices=(REGISTRATION, *INSTRUMENTS),
        default=REGISTRATION,
        help=t("help.measure"),
    )


def _list_arguments(
    listing: argparse.ArgumentParser, read: Callable[..., Callable[[str], Any]], t: Translator
) -> None:
    state_help = t("help.state", states=", ".join(STATES))
    listing.add_argument("--state", choices=STATES, metavar="S", help=state_help, **SEVERAL)
    region_help = t("help.region", regions=", ".join(regions()))
    listing.add_argument(
        "--region", choices=list(regions()), metavar="R", help=region_help, **SEVERAL
    )
    province = read(_province, "province")
    listing.add_argument(
        "--province", type=province, metavar="P", help=t("help.province"), **SEVERAL
    )
    district_help = t("help.of_district")
    listing.add_argument("--district", metavar="D", help=district_help, **SEVERAL)
    type_help = t("help.type", types=", ".join(LAO_TYPES))
    listing.add_argument(
        "--type", type=read(_lao_type, "type"), metavar="T", help=type_help, **SEVERAL
    )
    listing.add_argument("--search", default="", metavar="TEXT", help=t("help.search"))
    for flag in ("new", "since-first", "regressed"):
        explained = t(f"help.{flag.replace('-', '_')}")
        listing.add_argument(f"--{flag}", action="store_true", help=explained)
    days = read(_whole_number, "days")
    listing.add_argument(
        "--since-days", type=days, default=0, metavar="N", help=t("help.since_days")
    )
    _measure_argument(listing, t)
    survey_help = t("help.survey", states=", ".join(SURVEY_STATES))
    listing.add_argument(
        "--survey", choices=SURVEY_STATES, metavar="A", help=survey_help, **SEVERAL
    )
    listing.add_argument(
        "--format", choices=LIST_FORMATS, default=LIST_FORMATS[0], help=t("help.format")
    )
    listing.add_argument("-o", "--output", type=Path, metavar="FILE", help=t("help.output"))


def _changes_arguments(
    compared: argparse.ArgumentParser, moment: Callable[[str], Any], t: Translator
) -> None:
    for name, chosen in (("from", "before"), ("to", "after")):
        compared.add_argument(
            f"--{name}",
            type=moment,
            dest=chosen,
            required=True,
            metavar="WHEN",
            help=t(f"help.{name}"),
        )
    compared.add_argument("--json", action="store_true", help=t("help.json"))


def _pack_arguments(
    pack: argparse.ArgumentParser,
    moment: Callable[[str], Any],
    province: Callable[[str], Any],
    t: Translator,
) -> None:
    pack.add_argument(
        "--as-of", type=moment, required=True, metavar="WHEN", help=t("help.pack_as_of")
    )
    pack.add_argument("--province", type=province, metavar="P", help=t("help.province"), **SEVERAL)
    pack.add_argument("--arabic-digits", action="store_true", help=t("help.arabic_digits"))
    pack.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=t("help.pack_output")
    )


def _brief_arguments(
    brief: argparse.ArgumentParser,
    moment: Callable[[str], Any],
    province: Callable[[str], Any],
    t: Translator,
) -> None:
    name = brief.get_default("command")
    brief.add_argument("--as-of", type=moment, metavar="WHEN", help=t("help.as_of"))
    brief.add_argument("--province", type=province, metavar="P", help=t("help.brief_province"))
    brief.add_argument("--thai-digits", action="store_true", help=t("help.thai_digits"))
    if name == "picture":
        shapes = list(SHAPES)
        brief.add_argument("--shape", choices=shapes, default=shapes[0], help=t("help.shape"))
    brief.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=t(f"help.{name}_output")
    )


def _alias_arguments(
    alias: argparse.ArgumentParser,
    province: Callable[[str], Any],
    day: Callable[[str], Any],
    t: Translator,
) -> None:
    alias.add_argument("written", metavar="WRITTEN", help=t("help.written"))
    alias.add_argument(
        "--province", type=province, required=True, metavar="P", help=t("help.province")
    )
    alias.add_argument("--district", default="", metavar="D", help=t("help.district"))
    alias.add_argument("--lao", required=True, metavar="ID", help=t("help.lao"))
    for name in ("valid-from", "valid-to"):
        explained = t(f"help.{name.replace('-', '_')}")
        alias.add_argument(f"--{name}", type=day, metavar="DATE", help=explained)


def _whole_number(written: str) -> int | None:
    return int(written) if written.isdecimal() else None


def _day(written: str) -> date | None:
    moment = parse_when(written)
    return moment.date() if moment else None


def _province(written: str) -> str | None:
    return written if written in all_provinces() else read_province(written)


def _lao_type(written: str) -> str | None:
    return written.upper() if written.upper() in LAO_TYPES else read_lao_type(written)
