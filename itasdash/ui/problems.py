"""What went wrong, said to people: one sentence with place and remedy, never a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from itasdash.findings import Refusal
from itasdash.i18n import Translator
from itasdash.records import Damaged
from itasdash.store import Store
from itasdash.ui.text import plain


@contextmanager
def said_to_people(t: Translator) -> Iterator[None]:
    """Show what stops a page as a sentence; the log keeps the details."""
    try:
        yield
    except Damaged as damaged:
        st.error(t("refusal.store_damaged", file=plain(str(damaged.path))))
    except Refusal as refusal:
        st.error(plain(t(f"refusal.{refusal.code}", **refusal.values)))
    except OSError as error:
        values = {"file": error.filename or "", "reason": error.strerror or error}
        st.error(plain(t("refusal.system", **values)))
    except Exception:
        logging.getLogger(__name__).exception("A page could not be shown.")
        st.error(t("app.failed"))


def show_damage(store: Store, t: Translator) -> None:
    """Say which files of the data folder are damaged; what is whole is shown all the same."""
    for path in store.damaged():
        st.error(plain(t("refusal.store_damaged", file=path)))
