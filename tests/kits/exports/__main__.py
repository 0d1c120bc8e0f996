"""Make many exports, read them, and say by kind what became of them.

python -m tests.kits.exports 20000                    as many files, spread over all kinds
python -m tests.kits.exports 500 --kind "moment"      of the kinds that begin like this
python -m tests.kits.exports 2000 -o FOLDER           writes failing files with their truth
python -m tests.kits.exports --show "KIND" SEED       prints one file as rows, truth and verdict
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path

from itasdash.findings import Refusal
from itasdash.ingest.files.read import read_sheets
from tests.kits.exports import KINDS, Case, Verdict, judge, make, read
from tests.kits.exports.sheets import shown

Kept = dict[tuple[str, str], list[tuple[int, Case, Verdict]]]

# So many failing files of one kind and verdict are kept.
_KEPT = 3


def _truth(case: Case, verdict: Verdict) -> str:
    truth = asdict(case.truth)
    truth["as_of"] = [moment.isoformat() for moment in case.truth.as_of]
    truth["open"] = sorted(case.truth.open)
    known = {
        "kind_of_file": case.kind,
        "seed": case.seed,
        "verdict": verdict.word,
        "why": verdict.why,
        "truth": truth,
        "register": [asdict(lao) for lao in case.world.laos],
    }
    return json.dumps(known, ensure_ascii=False, indent=1, default=str)


def _write(folder: Path, lines: list[str], kept: Kept) -> None:
    """Write the smallest failing files of each kind and verdict, and a summary of all."""
    folder.mkdir(parents=True, exist_ok=True)
    told = [*(f"    {line}" for line in lines), ""]
    for (name, word), found in kept.items():
        told += ["", f"## {name}: {word}"]
        for _, case, verdict in sorted(found, key=lambda each: each[0])[:_KEPT]:
            place = _keep(folder, case, verdict)
            told.append(f"- `{place}/{case.file}` {verdict.why[:300]}".replace("\n", " "))
    (folder / "SUMMARY.md").write_text("\n".join(told) + "\n", "utf-8")


def _keep(folder: Path, case: Case, verdict: Verdict) -> str:
    name = re.sub(r"[^\w\u0e00-\u0e7f]+", "-", f"{case.kind} {case.seed}").strip("-")
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    (place / case.file).write_bytes(case.data)
    (place / "truth.json").write_text(_truth(case, verdict), "utf-8")
    (place / "wrong.txt").write_text(f"{verdict.word}: {verdict.why}\n", "utf-8")
    return name


def main() -> None:
    """Run over many files; see the head of this file."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("files", type=int, nargs="?", default=1000)
    options.add_argument("--kind", default="", help="only kinds that begin so")
    options.add_argument("--first", type=int, default=0, help="the first seed")
    options.add_argument("-o", "--out", type=Path, help="a folder for what fails")
    options.add_argument("--show", nargs=2, metavar=("KIND", "SEED"))
    options.add_argument(
        "--child", action="store_true", help="read in the child process, as an import"
    )
    asked = options.parse_args()
    if asked.show:
        _show(asked.show[0], int(asked.show[1]))
        return
    kinds = [name for name in KINDS if name.startswith(asked.kind)]
    each = max(1, asked.files // len(kinds))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    kept: Kept = defaultdict(list)
    for name in kinds:
        for seed in range(asked.first, asked.first + each):
            case = make(name, seed)
            verdict = judge(case, read(case, isolated=asked.child))
            counts[name][verdict.word] += 1
            if not verdict.good:
                kept[name, verdict.word].append((len(case.data), case, verdict))
    lines = []
    for name in kinds:
        bad = sum(n for word, n in counts[name].items() if not Verdict(word).good)
        unsafe = sum(n for word, n in counts[name].items() if not Verdict(word).safe)
        told = ", ".join(f"{word} {n}" for word, n in counts[name].most_common())
        mark = "UNSAFE" if unsafe else "bad" if bad else "good"
        lines.append(f"{mark:<6} {bad:>4} of {each:<4} {name}   {told}")
    total = sum(counts.values(), Counter())
    bad = sum(n for word, n in total.items() if not Verdict(word).good)
    unsafe = sum(n for word, n in total.items() if not Verdict(word).safe)
    lines.append(
        f"{sum(total.values())} files of {len(kinds)} kinds: {bad} not right, {unsafe} unsafe"
    )
    lines.append(", ".join(f"{word} {n}" for word, n in total.most_common()))
    print("\n".join(lines))
    if asked.out:
        _write(asked.out, lines, kept)


def _show(name: str, seed: int) -> None:
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
    print({k: v for k, v in asdict(case.truth).items() if k not in ("laos", "roles")})
    print(judge(case, found))


if __name__ == "__main__":
    main()
