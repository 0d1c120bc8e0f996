"""What became of a generated file, against its truth."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from unittest.mock import patch

import pandas as pd

from itasdash.findings import Finding, Refusal
from itasdash.ingest.compose import compose
from itasdash.ingest.export import read_export
from itasdash.ingest.files import read as files
from tests.kits.exports.draft import SUMMARY, Case, Truth

COUNTS = ("expected", "registered", "outstanding")

RIGHT, ASKED = "right", "asked rightly"
GOOD = (RIGHT, ASKED)
# Nothing tells the reader that a number is not so; the one thing that must never be.
SILENTLY_WRONG = "silently wrong"
SILENTLY_LOST = "silently lost"
UNSAID = "the fault is not said"
CRASHED = "crashed"
UNSAFE = (SILENTLY_WRONG, SILENTLY_LOST, UNSAID, CRASHED)
# Safe, but no help.
WRONG_SAID = "wrong, with an error"
REFUSED = "refused, though readable"
ASKED_NEEDLESSLY = "asked needlessly"
UNCLEAR = "refused or asked, but not for its fault"
FALSE_ALARM = "an error where none is"


@dataclass
class Outcome:
    """What the reader made of a file."""

    refusal: Refusal | None = None
    crash: str = ""
    kind: str = ""
    as_of: datetime | None = None
    laos: dict[str, bool | None] = field(default_factory=dict)
    roles: dict[str, tuple[bool | None, bool | None]] = field(default_factory=dict)
    provinces: dict[str, tuple[int | None, int | None, int | None]] = field(default_factory=dict)
    open_rows: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    """How good the outcome is, and why it is not better."""

    word: str
    why: str = ""

    @property
    def good(self) -> bool:
        return self.word in GOOD

    @property
    def safe(self) -> bool:
        return self.word not in UNSAFE


def _whole(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


def _flag(value: object) -> bool | None:
    return None if pd.isna(value) else bool(value)


def read(case: Case, *, isolated: bool = False) -> Outcome:
    """Read a generated file the way an import does.

    The child process that keeps bad files away takes longer to start than a small file to read, so
    unless ``isolated`` its parser runs in this process.
    """
    register = case.world.register

    try:
        with nullcontext() if isolated else patch.object(files, "parse_in_child", files.parse):
            got = read_export(case.data, case.file, lambda _: register, (), case.given)
        made = compose(register, [got])
    except Refusal as refusal:
        refusal.of_file(case.file).message("th")
        return Outcome(refusal=refusal, findings=list(refusal.findings))
    except Exception as crash:
        return Outcome(crash=f"{type(crash).__name__}: {crash}")
    found = Outcome(kind=got.kind, as_of=got.as_of)
    for row in made.status.to_dict("records"):
        if pd.isna(row["lao_id"]):
            found.open_rows.append(f"{row['source_row']}: {row['name_th']}")
            continue
        found.laos[row["lao_id"]] = _flag(row["registered"])
        roles = _flag(row["admin_registered"]), _flag(row["executive_registered"])
        found.roles[row["lao_id"]] = roles
    for row in made.province_summary.to_dict("records"):
        told = (_whole(row[name]) for name in COUNTS)
        found.provinces[row["province_code"]] = tuple(told)  # type: ignore[assignment]
    found.findings = [*got.findings, *made.findings]
    return found


def judge(case: Case, found: Outcome) -> Verdict:
    """Compare what the reader made of a file with its truth."""
    if found.crash:
        return Verdict(CRASHED, found.crash)
    loud = [finding for finding in found.findings if finding.severity in ("error", "warning")]
    said = [finding.message("th") for finding in loud]
    if found.refusal is not None:
        return _of_refusal(case.truth, found.refusal, said)
    wrong, lost = _differences(case.truth, found)
    errors = sorted({finding.code for finding in loud if finding.severity == "error"})
    word = _word(case.truth, bool(wrong), bool(lost), bool(errors), said)
    counted = f"{len(wrong)} wrong, {len(lost)} lost"
    return Verdict(word, "; ".join([counted, *wrong[:3], *lost[:3], *errors, *said[:2]]))


def _of_refusal(truth: Truth, refusal: Refusal, said: list[str]) -> Verdict:
    sentence = refusal.message("th")
    if truth.expect == "read":
        word = REFUSED
    else:
        word = ASKED if _about(truth.words, [sentence, *said]) else UNCLEAR
    return Verdict(word, f"{refusal.code}: {sentence}")


def _word(truth: Truth, wrong: bool, lost: bool, errors: bool, said: list[str]) -> str:
    cover = _about(truth.words, said)
    if wrong:
        return WRONG_SAID if errors else SILENTLY_WRONG
    if truth.expect == "error":
        return RIGHT if errors and cover else UNSAID
    if truth.expect == "read":
        if lost:
            return ASKED_NEEDLESSLY if said else SILENTLY_LOST
        return FALSE_ALARM if errors and not truth.errors_ok else RIGHT
    if lost:
        return ASKED if cover else UNCLEAR if said else SILENTLY_LOST
    return RIGHT if truth.expect == "either" or cover or _complete(truth) else UNSAID


def _differences(truth: Truth, found: Outcome) -> tuple[list[str], list[str]]:
    """Return what is stored and is not so, and what the file tells and is not stored."""
    wrong: list[str] = []
    lost: list[str] = []
    follows = {
        key
        for key, counts in found.provinces.items()
        if truth.two_tell_the_third and counts.count(None) == 1
    }

    def compare(what: str, told: Mapping[str, object], true: Mapping[str, object]) -> None:
        for key, value in true.items():
            got = told.get(key)
            if got is None and value is not None:
                if key not in truth.open | truth.open_claims | follows:
                    lost.append(f"{what} of {key}: nothing for {value}")
            elif got is not None and got != value:
                wrong.append(f"{what} of {key}: {got} for {value}")

    if found.as_of not in truth.as_of:
        wrong.append(f"moment {found.as_of} for {truth.as_of[0] if truth.as_of else 'none'}")
    if found.kind not in (truth.kind, *truth.kinds):
        wrong.append(f"kind {found.kind} for {truth.kind}")
    stated = [lao_id for lao_id, value in found.laos.items() if value is not None]
    if truth.kind == SUMMARY and stated:
        wrong.append(f"{len(stated)} LAOs known of a summary")
    compare("registered", found.laos, truth.laos)
    for at, role in enumerate(("administrator", "executive")):
        told_roles = {key: roles[at] for key, roles in found.roles.items()}
        compare(role, told_roles, {key: roles[at] for key, roles in truth.roles.items()})
    for at, name in enumerate(COUNTS):
        told = {key: counts[at] for key, counts in found.provinces.items()}
        true = {
            key: counts[at]
            for key, counts in truth.provinces.items()
            if key not in truth.any_claims
        }
        compare(name, told, true)
    if truth.provinces:
        wrong += [f"{code} is no province" for code in set(found.provinces) - set(truth.provinces)]
    if len(found.open_rows) > truth.open_rows:
        rows = "; ".join(found.open_rows[:3])
        lost.append(f"{len(found.open_rows) - truth.open_rows} rows left open: {rows}")
    return wrong, lost


def _complete(truth: Truth) -> bool:
    """Say whether the truth knows everything, so that nothing need be asked once it is read."""
    laos = bool(truth.laos) and None not in truth.laos.values() and not truth.open
    counts = [count for counts in truth.provinces.values() for count in counts]
    return laos or (bool(counts) and None not in counts)


def _about(words: tuple[str, ...], said: list[str]) -> bool:
    return not words or any(word in text for word in words for text in said)
