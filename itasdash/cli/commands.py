"""The commands: ``python -m itasdash [--data DIR] COMMAND``. See ``docs/commands.md``."""

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from itasdash.cli.arguments import build_parser, read_language
from itasdash.cli.queries import DONE, REFUSED
from itasdash.findings import as_refusal
from itasdash.settings import data_folder

# Where the program's own log goes: what people are told in a sentence, with its traceback.
LOG_VARIABLE = "ITASDASH_LOG"


# The module and the function of each command: only those of the one that is run are loaded, as
# letters, charts and slides take longer to load than a list of snapshots takes to print.
COMMANDS = {
    "register": ("imports", "register_file"),
    "import": ("imports", "import_exports"),
    "snapshots": ("queries", "show_snapshots"),
    "rates": ("rates", "show_rates"),
    "laos": ("laos", "show_laos"),
    "changes": ("changes", "show_changes"),
    "pack": ("packs", "make_province_pack"),
    "brief": ("briefs", "make_brief"),
    "picture": ("briefs", "make_picture"),
    "alias": ("imports", "keep_alias"),
    "layouts": ("layouts", "run_layouts"),
    "publish": ("publishing", "run_publish"),
    "verify": ("checking", "run_verify"),
    "rebuild": ("checking", "run_rebuild"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 refused, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may not be in UTF-8, and Thai would end the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = build_parser(read_language(arguments)).parse_args(arguments)
    try:
        _begin_log()
        module, name = COMMANDS[options.command]
        code = int(getattr(import_module(f"{__package__}.{module}"), name)(options))
        # Here, so that a reader who has left is noticed here too and not on the way out.
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough (``| head``); nothing is left to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        refusal = as_refusal(error, data_folder(options.data))
        print(refusal.message(options.lang), file=sys.stderr)
        return REFUSED
    return code


def _begin_log() -> None:
    """Write what the program logs to the file that ``ITASDASH_LOG`` names, else nowhere.

    Standard error is for people; without a handler Python would write tracebacks there.
    """
    logger, path = logging.getLogger("itasdash"), os.environ.get(LOG_VARIABLE)
    for handler in logger.handlers[:]:
        handler.close()
        logger.removeHandler(handler)
    logger.addHandler(
        logging.FileHandler(path, encoding="utf-8") if path else logging.NullHandler()
    )
