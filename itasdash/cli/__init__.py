"""The commands: ``python -m itasdash [--data DIR] COMMAND``. See ``docs/commands.md``."""

from itasdash.cli.commands import main

__all__ = ["main"]
