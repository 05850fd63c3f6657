"""Cohorts in random dress through the reader: how each kind of file ends, and the first read wrongly.

    python -m tests.random_dress --n 2000 --seed 1 [--keep FOLDER] [--only NUMBER] [--feature English]

Exit code 1 when a file was read otherwise than it was meant without a word, or too many were asked about or refused.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from pathlib import Path

from tests.random_dress.generator import Dressed, dressed
from tests.random_dress.judgement import judged
from tests.random_dress.tally import Tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="one file, with all that is told of it")
    parser.add_argument("--feature", help="only files of this layout, or with this feature, as the tables name them")
    parser.add_argument("--keep", type=Path, help="where files that did not end well are written")
    parser.add_argument("--shown", type=int, default=15, help="of each way to end badly")
    options = parser.parse_args()
    numbers = [options.only] if options.only is not None else range(options.n)
    tally = Tally()
    for number in numbers:
        file = dressed(options.seed, number)
        if options.feature and options.feature not in (file.dress.layout, *file.dress.features):
            continue
        try:
            judgement = judged(file)
        except Exception:
            print(f"file {number}\n{traceback.format_exc()}")
            return 1
        tally.add(number, file, judgement)
        if options.keep and tally.is_bad(judgement):
            _keep(options.keep, options.seed, number, file)
    print(tally.report(options.shown))
    return 0 if tally.holds else 1


def _keep(folder: Path, seed: int, number: int, file: Dressed) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / f"{seed}-{number}-{file.name}").write_bytes(file.data)


if __name__ == "__main__":
    sys.exit(main())
