"""What a look at a data folder finds: what is not as it was written, and what became of that."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from itasdash.store import Store

REPAIRED, DAMAGED = "repaired", "damaged"


@dataclass(frozen=True)
class Fault:
    """Something in the data folder that is not what was written.

    ``path`` is relative to the folder; ``code`` is an entry of the catalogues' section ``fault``;
    ``outcome`` is ``repaired`` or ``damaged``; ``lines`` are the numbers of the lines concerned.
    """

    path: str
    code: str
    outcome: str
    lines: tuple[int, ...] = ()


@dataclass
class Inspection:
    """What a look at a data folder found."""

    checked: int = 0
    derived: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything is now as it should be."""
        return all(fault.outcome == REPAIRED for fault in self.faults)

    def report(
        self, store: Store, path: Path, code: str, outcome: str, lines: Iterable[int] = ()
    ) -> None:
        """Add a fault of a file, unless it is known."""
        fault = Fault(path.relative_to(store.root).as_posix(), code, outcome, tuple(lines))
        if fault not in self.faults:
            self.faults.append(fault)
