"""The data folder: atomic changes, the lock, snapshots, registers, originals, names, the log.

The only room that touches ``DATA``. See ``docs/data-folder.md``.
"""

from itasdash.store.data_folder import Store
from itasdash.store.registers import register_holding
from itasdash.store.sign_outs import SignOuts
from itasdash.store.writer import Writer

__all__ = ["SignOuts", "Store", "Writer", "register_holding"]
