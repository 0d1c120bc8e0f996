"""``python -m itasdash``: the commands of :mod:`itasdash.cli`."""

import gc
import sys

# What is loaded stays: looking for what of it could go takes a tenth of the start.
gc.disable()

from itasdash.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    sys.exit(main())
