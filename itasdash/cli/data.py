"""The data that a command is about: a folder to change, or one or a copy of one to read."""

import argparse
import sys

from itasdash.i18n import translator
from itasdash.settings import data_address, data_folder
from itasdash.store import Store
from itasdash.store.published import copy_state, open_store, require_data_folder
from itasdash.thai.dates import format_moment


def data_to_read(options: argparse.Namespace) -> Store:
    """Return the store that a command only reads; of a copy that does not answer, what is kept.

    Raises:
        Refusal: the address does not answer or holds no copy, and nothing of it is kept here.
    """
    folder, address = data_folder(options.data), data_address(options.data)
    store = open_store(folder, address)
    state = None if address is None else copy_state(folder, address)
    if state is not None and state.failure is not None:
        published = format_moment(state.published_at, options.lang)
        reason = state.failure.message(options.lang)
        sentence = translator(options.lang)("copy.kept", published=published, reason=reason)
        print(sentence, file=sys.stderr)
    return store


def data_to_change(options: argparse.Namespace) -> Store:
    """Return the store that a command changes.

    Raises:
        Refusal: it is a copy, which is only read.
    """
    require_data_folder(data_address(options.data))
    return Store(data_folder(options.data))
