"""Exports that are far smaller than the ones before: a file cut at the end of a row looks sound."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from itasdash.findings import Moment, Refusal
from itasdash.i18n.numbers import count
from itasdash.ingest.facts import Export
from itasdash.schema import Source
from itasdash.settings import limits


def check_size(
    export: Export, moments: Iterable[datetime], sources_of: Callable[[datetime], Sequence[Source]]
) -> None:
    """Refuse an export that has far fewer rows than the one before: it may have been cut.

    Lists of the unregistered shrink by nature, so they are compared with an earlier list of the
    same moment only.

    Args:
        export: what the file says.
        moments: those of the snapshots that are there.
        sources_of: gives the sources of a snapshot by its moment.

    Raises:
        Refusal: the export asks for confirmation.
    """
    for moment in sorted((m for m in moments if m <= export.as_of), reverse=True):
        if export.kind == "unregistered_list" and moment != export.as_of:
            return
        sources = [source for source in sources_of(moment) if source["kind"] == export.kind]
        if not sources:
            continue
        before, percent = sources[0]["rows"]["resolved"], limits().shrink_percent
        if export.rows.resolved * 100 < before * (100 - percent):
            values = {
                "rows": count(export.rows.resolved),
                "before": count(before),
                "as_of": Moment(moment),
                "percent": percent,
            }
            raise Refusal("shrunk", values, findings=tuple(export.findings))
        return
