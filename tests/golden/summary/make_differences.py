"""Standardised differences, from tableone (PyPI), whose tests and this project share nothing but the papers.

Run in this folder, in an environment of its own: pip install tableone==0.9.6 && python make_differences.py
Reads tests/golden/survival/data. Every pair of groups; blanks left out, as tableone does.
"""

import json
import re
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from tableone import TableOne

WHAT = {
    "veteran": ("g", ["age", "karno"], ["trt", "prior"]),
    "lung": ("sex", ["age", "wt"], ["ecog"]),
    "gbsg": ("grade", ["age", "size", "nodes"], ["meno"]),
}


def differences(name: str) -> dict[str, dict[str, float]]:
    by, numbers, categories = WHAT[name]
    data = pd.read_csv(f"../survival/data/{name}.csv").dropna()
    data[[by, *categories]] = data[[by, *categories]].astype(str)
    table = TableOne(data, columns=[*numbers, *categories], categorical=categories, groupby=by, smd=True).smd_table
    found = {}
    for variable, row in table.iterrows():
        pairs = {re.search(r"\((.*)\)", head)[1]: float(x) for head, x in row.items()}
        found[variable.split(",")[0]] = dict(sorted(pairs.items()))
    return found


if __name__ == "__main__":
    golden = {"made_by": "make_differences.py", "versions": {"tableone": version("tableone")}}
    golden |= {name: differences(name) for name in WHAT}
    Path("differences.json").write_text(json.dumps(golden, indent=1) + "\n")
