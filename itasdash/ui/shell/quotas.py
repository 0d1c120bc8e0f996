"""Snapshots with the quotas that the office wants computed, and what letters say of them."""

from datetime import datetime

import streamlit as st

from itasdash.documents.letters.content import LetterContent, letter_content
from itasdash.documents.quotas import Quotas, read_quotas
from itasdash.schema import Snapshot, SnapshotInfo
from itasdash.store import Store
from itasdash.ui.shell.loading import SNAPSHOTS, known_snapshot, load_snapshot


def office_quotas(store: Store) -> Quotas:
    """Return what the office has decided of quotas that no export gives.

    Raises:
        Refusal: the files that say so cannot be used.
    """
    return read_quotas(store.office_file)


def load_with_quotas(store: Store, info: SnapshotInfo) -> Snapshot:
    """Return a whole snapshot with the quotas of surveys that the office wants computed.

    Raises:
        Damaged: a stored table is not what was written.
        Refusal: the files of the office cannot be used.
    """
    quotas = office_quotas(store)
    if not quotas.computed:
        return load_snapshot(store, info)
    return _with_quotas(
        str(store.root), info.as_of, info.identity, quotas.identity, quotas, store, info
    )


@st.cache_resource(max_entries=SNAPSHOTS, show_spinner=False)
def _with_quotas(
    root: str,
    as_of: datetime,
    identity: str,
    decided: str,
    _quotas: Quotas,
    _store: Store,
    _info: SnapshotInfo,
) -> Snapshot:
    made = _quotas.of(load_snapshot(_store, _info))
    return known_snapshot(made, root, as_of, identity, decided)


def load_figures(store: Store, info: SnapshotInfo) -> LetterContent:
    """Return what letters of a snapshot say."""
    return _figures(info.identity, office_quotas(store).identity, load_with_quotas(store, info))


@st.cache_resource(max_entries=SNAPSHOTS, show_spinner=False)
def _figures(identity: str, decided: str, _snapshot: Snapshot) -> LetterContent:  # noqa: ARG001
    # Shared between sessions and never changed, as snapshots are.
    return letter_content(_snapshot)
