"""How an export stands to those of its kind and moment: a part beside them, or in their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itasdash.findings import Refusal
from itasdash.ingest.facts import Export
from itasdash.reference import all_provinces, provinces
from itasdash.schema import BY_FILE, COUNTRY, Source


@dataclass(frozen=True)
class Beside:
    """How an export stands to the files of its kind and moment that are there already."""

    part: bool = False
    replaces: str | None = None

    @classmethod
    def of(
        cls, export: Export, stored: Sequence[tuple[Source, Export]], covers: str = BY_FILE
    ) -> "Beside":
        """Tell whether an export replaces files or is a part beside them.

        Files about other provinces are parts of one; one about the same provinces, or about all of
        theirs and more, replaces the earlier. ``covers`` is what a person says of the export.

        Raises:
            Refusal: some of its provinces are those of an earlier file, and not all of that.
        """
        same = [source for source, _ in stored if source.kind == export.kind]
        others = {s.sha256: (s, o.provinces) for s, o in stored if s in same}
        others.pop(export.sha256, None)
        if not others:
            return cls(replaces=export.sha256 if same else None)
        own = frozenset(all_provinces()) if covers == COUNTRY else export.provinces
        met = [(source, codes) for source, codes in others.values() if own & codes]
        if not met:
            return cls(part=True)
        if all(codes <= own for _, codes in met):
            if len(met) == len(others):
                return cls(replaces=met[0][0].sha256)
            if len(met) == 1:
                return cls(part=True, replaces=met[0][0].sha256)
        raise _overlap(export, own, met)


def _overlap(
    export: Export, own: frozenset[str], met: Sequence[tuple[Source, frozenset[str]]]
) -> Refusal:
    """Return the question whether an export corrects files that share provinces with it.

    ``silent`` are the provinces that would count as complete if it were a list of the country.
    """
    theirs = frozenset().union(*(codes for _, codes in met))
    silent = frozenset(provinces()) - own if export.coverage is not None else frozenset()
    values = {
        "other": ", ".join(source.file for source, _ in met),
        "provinces": ", ".join(_names(own & theirs)),
        "absent": ", ".join(_names(theirs - own)),
        "silent": ", ".join(_names(silent)),
    }
    return Refusal("parts_overlap", values, findings=tuple(export.findings))


def _names(codes: Iterable[str]) -> list[str]:
    return [all_provinces()[code].name_th for code in sorted(codes)]
