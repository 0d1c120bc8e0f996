"""``python -m itasdash``: the commands of :mod:`itasdash.cli`."""

import sys

from itasdash.cli import main

if __name__ == "__main__":
    sys.exit(main())
