"""Registry codes, one by one, against the registries' own dictionaries."""

# ruff: noqa: E501  # tables of codes read as tables

from __future__ import annotations

import pytest

from nec_core.ingest.layouts import coding


@pytest.mark.parametrize(
    ("text", "level"),
    [("00", "no"), ("10", "no"), ("19", "no"), ("20", "yes"), ("30", "yes"), ("80", "yes"), ("90", "yes"), ("98", ""),
     ("99", "unknown"), ("126", ""), ("Blank(s)", ""), ("A000", "no"), ("A120", "no"), ("B200", "yes"), ("A900", "yes"),
     ("A980", ""), ("A990", "unknown")],
)  # fmt: skip
def test_surgery_removes_tissue_from_20_to_90(text: str, level: str) -> None:
    assert coding.surgery_code(text) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [("IIIB", "III"), ("Stage IIA", "II"), ("STAGE IV", "IV"), ("3B", "III"), ("4", "IV"), ("IIINOS", "III"), ("I", "I"),
     ("IVA1", "IV"), ("0", ""), ("88", ""), ("99", ""), ("UNK Stage", ""), ("NA", ""), ("Blank(s)", ""), ("OC", "")],
)  # fmt: skip
def test_stage_groups_in_every_notation(text: str, level: str) -> None:
    assert coding.ajcc_group(text) == level


@pytest.mark.parametrize(
    ("letter", "text", "level"),
    [("T", "T2a", "T2"), ("T", "cT3", "T3"), ("T", "p3A", "T3"), ("T", "c0", "T0"), ("T", "TX", "TX"), ("T", "pX", "TX"),
     ("T", "Tis", "Tis"), ("T", "88", ""), ("T", "", ""), ("N", "N1c", "N1"), ("N", "p2", "N2"), ("N", "cN0", "N0"),
     ("T", "05", ""), ("T", "000", "T0"), ("T", "290", "T2"), ("N", "010", "N0"), ("N", "199", "N1"), ("M", "10", "M1"),
     ("M", "M1b", "M1"), ("M", "c1B", "M1"), ("M", "cM0(i+)", "M0"), ("M", "M2", "")],
)  # fmt: skip
def test_categories_in_every_notation(letter: str, text: str, level: str) -> None:
    assert coding.tnm_level(letter)(text) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [("C20.9-Rectum, NOS", "rectum"), ("C209", "rectum"), ("209", "rectum"), ("C18.7", "colon"), ("C199", "rectosigmoid junction"), ("C19.9", "rectosigmoid junction"),
     ("C21.1-Anal canal", "anal canal"), ("C218", "anorectal junction"), ("C34.1", "other"), ("C80.9", "other"), ("", None)],
)  # fmt: skip
def test_topography(text: str, level: str | None) -> None:
    assert coding.site_level(text) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [("8246/3: Neuroendocrine carcinoma, NOS", "NEC NOS"), ("8041", "small cell"), ("8013/3", "large cell"),
     ("8045", "mixed small and large cell"), ("8154/3", "MiNEN"), ("8244", "MiNEN"), ("8249/3", ""), ("8140/3", ""), ("", "")],
)  # fmt: skip
def test_morphology(text: str, level: str) -> None:
    assert coding.histology_level(text) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [("00", "no"), ("01", "yes"), ("03", "yes"), ("82", "no"), ("85", "no"), ("86", "no"), ("87", "no"),
     ("88", "unknown"), ("99", "unknown"), ("", "")],
)  # fmt: skip
def test_chemotherapy_recommended_and_not_known_to_be_given_is_unknown(text: str, level: str) -> None:
    assert coding.systemic_code(text) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [("Yes", "yes"), ("Yes; distant lymph node metastases", "yes"), ("None; no lymph node metastases", "no"), ("No", "no"),
     ("0", "no"), ("1", "yes"), ("8", ""), ("9", "unknown"), ("Unknown", "unknown"), ("N/A", ""), ("Blank(s)", "")],
)  # fmt: skip
def test_metastases_by_label_or_code(text: str, level: str) -> None:
    assert coding.yes_no_code(text) == level
