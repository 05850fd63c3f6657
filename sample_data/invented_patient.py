"""What the invented patients of the samples have in common: the person, the tumour, its extent, the scans.

Every function draws from the generator it is given and returns cells by the record's field names, so that a
sample is the same to the last byte whenever its script runs. The shares are plausible for high-grade
anorectal neuroendocrine carcinoma and stand for no real cohort.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

Row = dict[str, str]


def generator(seed: int) -> np.random.RandomState:
    """RandomState, because numpy promises that its stream never changes; Generator's may with any release."""
    return np.random.RandomState(seed)


def pick(rng: np.random.RandomState, weights: dict[str, int]) -> str:
    """One of the keys, as often as its weight says."""
    shares = np.array(list(weights.values()), float)
    return str(rng.choice(list(weights), p=shares / shares.sum()))


def yes_no(rng: np.random.RandomState, percent: int) -> str:
    return pick(rng, {"yes": percent, "no": 100 - percent})


def person(rng: np.random.RandomState) -> Row:
    return {
        "sex": pick(rng, {"female": 58, "male": 42}),
        "ecog": pick(rng, {"0": 40, "1": 42, "2": 15, "3": 3}),
        "smoking": pick(rng, {"never": 40, "former": 30, "current": 20, "unknown": 10}),
        "hiv": pick(rng, {"negative": 80, "positive": 3, "unknown": 17}),
    }


def tumour(rng: np.random.RandomState) -> Row:
    histologies = {"small cell": 42, "large cell": 22, "mixed small and large cell": 6, "NEC NOS": 20}
    return {
        "primary_site": pick(rng, {"rectum": 55, "anal canal": 25, "anorectal junction": 20}),
        "histology": pick(rng, histologies | {"MiNEN": 10}),
        "ki67_percent": pick(rng, {"": 20} | {str(percent): 8 for percent in range(55, 101, 5)}),
        "synaptophysin": pick(rng, {"positive": 92, "negative": 3, "unknown": 5}),
        "chromogranin": pick(rng, {"positive": 62, "negative": 30, "unknown": 8}),
        "p16": pick(rng, {"positive": 35, "negative": 25, "unknown": 40}),
    }


def extent(rng: np.random.RandomState, stage: str) -> Row:
    """T, N, M, AJCC stage and metastatic sites that agree with each other and with `stage`."""
    chances = {"liver": 72, "lung": 30, "bone": 25, "brain": 4, "nodes": 50, "peritoneum": 10}
    if stage == "LRD":
        # Only combinations that have the same stage group in the rectum and in the anal canal, AJCC 8.
        combined = {"T1 N0 I": 10, "T3 N0 II": 25, "T2 N1 III": 20, "T3 N1 III": 30, "T4 N1 III": 15}
        t, n, group = pick(rng, combined).split()
        m, sites = "M0", {f"met_{organ}": "no" for organ in chances}
    else:
        t, n = pick(rng, {"T2": 15, "T3": 50, "T4": 25, "TX": 10}), pick(rng, {"N0": 15, "N1": 75, "NX": 10})
        m, sites = "M1", {f"met_{organ}": yes_no(rng, chance) for organ, chance in chances.items()}
        group = "IV"
        if "yes" not in sites.values():
            sites["met_liver"] = "yes"
    return {"stage": stage, "ajcc_stage": group, "t_category": t, "n_category": n, "m_category": m} | sites


def imaging(rng: np.random.RandomState, stage: str) -> Row:
    chances = {"ct": 96, "mri": 80 if stage == "LRD" else 40, "fdg_pet": 55, "ssr_imaging": 25}
    return {name: yes_no(rng, chance) for name, chance in chances.items()}


def operation(rng: np.random.RandomState, site: str) -> Row:
    rectal = {"APR": 60, "LAR": 40}
    return {
        "resection_type": pick(rng, rectal if site == "rectum" else {"APR": 85, "transanal excision": 15}),
        "resection_margin": pick(rng, {"R0": 80, "R1": 20}),
    }


def write_rows(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
