"""Starting processes for untrusted files: with pipes, their limits, and a bare environment."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from itasdash.settings import Limits

_ROOT = str(Path(__file__).parents[3])
# What of the environment a parser needs: Windows cannot start a process without the first ones.
_NEEDED = {"SYSTEMROOT", "PATH", "TEMP", "TMP", "LANG", "LC_ALL", "TZ", "PYTHONHASHSEED"}
# Where the interpreter and its libraries are.
_NEEDED |= {"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH"}


def start(
    code: str, limits: Limits, control: socket.socket | None = None
) -> "subprocess.Popen[bytes]":
    """Start a process that runs ``code`` with the limits as its last argument.

    It reads and answers on pipes; where a ``control`` is given, on that alone, which is its stdin.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code, _ROOT, json.dumps(asdict(limits))],
        stdin=subprocess.PIPE if control is None else control.fileno(),
        stdout=subprocess.PIPE if control is None else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name in _NEEDED},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
