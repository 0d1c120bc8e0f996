"""Make many exports, read them, and say by kind what became of them.

python -m tests.kits.exports 20000                    as many files, spread over all kinds
python -m tests.kits.exports 500 --kind "moment"      of the kinds that begin like this
python -m tests.kits.exports 2000 -o FOLDER           writes failing files with their truth
python -m tests.kits.exports --show "KIND" SEED       prints one file as rows, truth and verdict
python -m tests.kits.exports 2000 --table             writes the table of failing kinds anew
"""

import argparse
import json
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from itasdash.findings import Refusal
from itasdash.ingest.files.read import read_sheets
from tests.kits.exports import KINDS, Case, Verdict, judge, make, read
from tests.kits.exports.failing import FAILING
from tests.kits.exports.kinds import FILES
from tests.kits.exports.pairs import PAIRS
from tests.kits.exports.sheets import shown

Judged = list[tuple[Case, Verdict]]

# So many failing files of one kind and verdict are kept.
_KEPT = 3


def main() -> None:
    """Do what the head of this file says."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("files", type=int, nargs="?", default=1000)
    options.add_argument("--kind", default="", help="only kinds that begin so")
    options.add_argument("--first", type=int, default=0, help="the first seed")
    options.add_argument("-o", "--out", type=Path, help="a folder for what fails")
    options.add_argument("--show", nargs=2, metavar=("KIND", "SEED"))
    options.add_argument("--child", action="store_true", help="read in the child process")
    options.add_argument("--table", action="store_true", help="write the table of failing kinds")
    asked = options.parse_args()
    if asked.show:
        _show(asked.show[0], int(asked.show[1]))
        return
    kinds = [name for name in KINDS if name.startswith(asked.kind)]
    each = max(FILES if asked.table else 1, asked.files // len(kinds))
    judged: dict[str, Judged] = {}
    for name in kinds:
        judged[name] = _judge(name, range(asked.first, asked.first + each), asked.child)
    lines = _lines(judged)
    print("\n".join(lines))
    if asked.table:
        _write_table(judged)
    if asked.out:
        _write(asked.out, lines, judged)


def _judge(kind: str, seeds: range, isolated: bool) -> Judged:
    cases = [make(kind, seed) for seed in seeds]
    return [(case, judge(case, read(case, isolated=isolated))) for case in cases]


def _lines(judged: dict[str, Judged]) -> list[str]:
    """Return a line for each kind, and the counts of all."""
    lines = []
    total: Counter[str] = Counter()
    for kind, found in judged.items():
        words = Counter(verdict.word for _, verdict in found)
        total += words
        bad = sum(not verdict.good for _, verdict in found)
        unsafe = any(not verdict.safe for _, verdict in found)
        mark = "UNSAFE" if unsafe else "bad" if bad else "good"
        lines.append(f"{mark:<6} {bad:>4} of {len(found):<4} {kind}   {_counted(words)}")
    bad = sum(n for word, n in total.items() if not Verdict(word).good)
    unsafe = sum(n for word, n in total.items() if not Verdict(word).safe)
    files = f"{total.total()} files of {len(judged)} kinds"
    return [*lines, f"{files}: {bad} not right, {unsafe} unsafe", _counted(total)]


def _counted(words: Counter[str]) -> str:
    return ", ".join(f"{word} {n}" for word, n in words.most_common())


def _write_table(judged: dict[str, Judged]) -> None:
    """Write how each kind fails at its worst in the files of every run, or that others do."""
    lines = ""
    for kind, found in judged.items():
        fixed = [verdict for case, verdict in found if case.seed < FILES]
        how = (
            "unsafe"
            if not all(verdict.safe for verdict in fixed)
            else "no help"
            if not all(verdict.good for verdict in fixed)
            else "rarely"
            if not all(verdict.good for _, verdict in found)
            else None
        )
        lines += f'    "{kind}": "{how}",\n' if how else ""
    place = Path(__file__).with_name("failing.py")
    head = place.read_text("utf-8").partition("FAILING:")[0]
    # Pairs of files are taken into a data folder, which this run has none of.
    lines += "".join(f'    "{kind}": "{how}",\n' for kind, how in FAILING.items() if kind in PAIRS)
    table = f"{{\n{lines}}}" if lines else "{}"
    place.write_text(f"{head}FAILING: dict[str, str] = {table}\n", "utf-8")


def _write(folder: Path, lines: list[str], judged: dict[str, Judged]) -> None:
    """Write the smallest failing files of each kind and verdict, and a summary of all."""
    folder.mkdir(parents=True, exist_ok=True)
    told = [f"    {line}" for line in lines]
    for kind, found in judged.items():
        for word in dict.fromkeys(verdict.word for _, verdict in found if not verdict.good):
            told += ["", f"## {kind}: {word}"]
            alike = [each for each in found if each[1].word == word]
            for case, verdict in sorted(alike, key=lambda each: len(each[0].data))[:_KEPT]:
                place = _keep(folder, case, verdict)
                told.append(f"- `{place}/{case.file}` {verdict.why[:300]}".replace("\n", " "))
    (folder / "SUMMARY.md").write_text("\n".join(told) + "\n", "utf-8")


def _keep(folder: Path, case: Case, verdict: Verdict) -> str:
    """Write one file with its truth; return the name of its folder."""
    name = re.sub(r"[^\w\u0e00-\u0e7f]+", "-", f"{case.kind} {case.seed}").strip("-")
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    (place / case.file).write_bytes(case.data)
    known = {
        "kind": case.kind,
        "seed": case.seed,
        "verdict": asdict(verdict),
        "truth": asdict(case.truth) | {"open": sorted(case.truth.open)},
        "register": [asdict(lao) for lao in case.world.laos],
    }
    told = json.dumps(known, ensure_ascii=False, indent=1, default=str)
    (place / "truth.json").write_text(told, "utf-8")
    (place / "wrong.txt").write_text(f"{verdict.word}: {verdict.why}\n", "utf-8")
    return name


def _show(name: str, seed: int) -> None:
    """Print a file as rows, what is said about it, its truth and the verdict."""
    case = make(name, seed)
    found = read(case)
    print(case.file)
    if found.refusal:
        print("refused:", found.refusal.code, found.refusal.message("th"))
    for finding in found.findings:
        place = f"{finding.sheet}:{finding.row}"
        print(f"  {finding.severity} {finding.code} {place} {finding.message('th')}")
    try:
        for sheet in read_sheets(case.data, isolated=False):
            print("##", sheet.name)
            for number, row in enumerate(sheet.rows, start=1):
                print(number, " | ".join(shown(cell).replace("\n", "\\n") for cell in row))
    except Refusal as refusal:
        print(refusal.message("th"))
    for field, value in asdict(case.truth).items():
        if value and field not in ("laos", "roles"):
            print(f"  {field}: {value}")
    print(judge(case, found))


if __name__ == "__main__":
    main()
