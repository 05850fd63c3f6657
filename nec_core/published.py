"""What others have printed, as data: the study this product starts from, and the cohorts beside which one is read.

The study is a retrospective series of anorectal neuroendocrine carcinoma: Clin Colorectal Cancer
2021;20(2):e139-e149, doi 10.1016/j.clcc.2020.12.001. The figures are those of its abstract, as printed, with the
definition under which they can all be true at once. Comparators are descriptive only: a published median is a
number without its patients, and no P value is ever computed against one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["patients", "years", "months", "%"]


@dataclass(frozen=True)
class Study:
    """Where the figures are from."""

    reference: str
    doi: str
    pmid: str
    setting: str

    @property
    def url(self) -> str:
        return f"https://doi.org/{self.doi}"


@dataclass(frozen=True)
class PublishedFigure:
    """One figure of the abstract.

    Attributes:
        id: short name, the same wherever the figure is recomputed.
        label: as in a table's first column.
        printed: the text as printed.
        value: the printed number.
        decimals: decimals it is printed with; a recomputed number is compared after rounding to as many.
        unit: of `value`; None for a P value.
        of: the patients the count or percentage is of; None where it is not of some.
        definition: how it has to be computed to agree with the other figures.
        sentence: the figure in a sentence, ready for a page.
    """

    id: str
    label: str
    printed: str
    value: float
    decimals: int
    unit: Unit | None
    of: int | None
    definition: str
    sentence: str


@dataclass(frozen=True)
class Contradiction:
    """A place where the abstract does not agree with itself. It is shown, never silently repaired.

    Attributes:
        id: short name.
        title: in a few words.
        text: what contradicts what, and what can be said about it, in plain words.
        figures: ids of the figures it is about.
    """

    id: str
    title: str
    text: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class PublishedMedian:
    """A median survival time as printed.

    Attributes:
        endpoint: "os" or "pfs".
        group: the patients it is of.
        value: in `unit`, as printed.
        unit: "months" or "years".
        lower, upper: the printed interval; None where none was read.
        n: patients of the group; None where it is everybody or was not read.
    """

    endpoint: Literal["os", "pfs"]
    group: str
    value: float
    unit: Literal["months", "years"] = "months"
    lower: float | None = None
    upper: float | None = None
    n: int | None = None

    @property
    def months(self) -> float:
        """The median in months; a year has twelve."""
        return self.value * 12 if self.unit == "years" else self.value


@dataclass(frozen=True)
class PublishedRate:
    """Overall survival at a time, as printed: `percent` of `group` alive at `years`."""

    group: str
    years: int
    percent: float


@dataclass(frozen=True)
class PublishedHazardRatio:
    """A hazard ratio of death as printed; who is compared with whom stands in the paper."""

    factor: str
    value: float


@dataclass(frozen=True)
class Comparator:
    """A published cohort, to be read beside one's own and not tested against.

    Attributes:
        id: short name.
        study: name and year.
        n: patients.
        setting: who they were, and where.
        doi: None where only the journal's reference was read.
        reference: journal, where there is no doi; else blank.
        medians, rates, hazard_ratios: as printed.
        metastatic_percent: share with metastases; None where it was not read.
        note: what else was printed.
    """

    id: str
    study: str
    n: int
    setting: str
    doi: str | None
    medians: tuple[PublishedMedian, ...]
    rates: tuple[PublishedRate, ...] = ()
    hazard_ratios: tuple[PublishedHazardRatio, ...] = ()
    metastatic_percent: float | None = None
    reference: str = ""
    note: str = ""

    @property
    def url(self) -> str | None:
        return f"https://doi.org/{self.doi}" if self.doi else None


STUDY = Study(
    reference="Clin Colorectal Cancer 2021;20(2):e139-e149",
    doi="10.1016/j.clcc.2020.12.001",
    pmid="33551318",
    setting="38 patients with anorectal neuroendocrine carcinoma, seen at Mayo Clinic sites since 2000; retrospective",
)

FIGURES: tuple[PublishedFigure, ...] = (
    PublishedFigure(
        "n", "Patients", "38", 38, 0, "patients", None,
        "all patients of the series",
        "The series has 38 patients.",
    ),
    PublishedFigure(
        "age", "Median age at diagnosis", "55.5", 55.5, 1, "years", None,
        "mean of the 19th and 20th of 38 ages in order",
        "Median age at diagnosis was 55.5 years.",
    ),
    PublishedFigure(
        "fu", "Median follow-up", "18.8", 18.8, 1, "months", None,
        "reverse Kaplan-Meier, or patients alive only; not the plain median of all 38",
        "Median follow-up was 18.8 months.",
    ),
    PublishedFigure(
        "lrd", "Locoregional disease at diagnosis", "15", 15, 0, "patients", 38,
        "stage at diagnosis: locoregional (LRD)",
        "15 of 38 patients had locoregional disease at diagnosis.",
    ),
    PublishedFigure(
        "met", "Metastatic disease at diagnosis", "23", 23, 0, "patients", 38,
        "stage at diagnosis: metastatic",
        "23 of 38 patients had metastatic disease at diagnosis.",
    ),
    PublishedFigure(
        "os_lrd", "Median overall survival, locoregional", "18.1", 18.1, 1, "months", None,
        "Kaplan-Meier, death from any cause, from diagnosis",
        "Median overall survival was 18.1 months in locoregional disease.",
    ),
    PublishedFigure(
        "os_met", "Median overall survival, metastatic", "13.8", 13.8, 1, "months", None,
        "Kaplan-Meier, death from any cause, from diagnosis",
        "Median overall survival was 13.8 months in metastatic disease.",
    ),
    PublishedFigure(
        "os_p", "Overall survival, locoregional against metastatic", "P = .039", 0.039, 3, None, None,
        "two-sided, unweighted log-rank test",
        "Overall survival differed between locoregional and metastatic disease, P = .039.",
    ),
    PublishedFigure(
        "crt", "Locoregional, given concurrent chemoradiation", "11", 11, 0, "patients", 15,
        "a patient can have had resection too: with 11 and 10 of 15, at least 6 had both",
        "11 of 15 patients with locoregional disease were given concurrent chemoradiation.",
    ),
    PublishedFigure(
        "resected", "Locoregional, primary resected", "10", 10, 0, "patients", 15,
        "a patient can have had chemoradiation too: with 11 and 10 of 15, at least 6 had both",
        "The primary was resected in 10 of 15 patients with locoregional disease.",
    ),
    PublishedFigure(
        "prog", "Locoregional, progressed", "13/15", 13, 0, "patients", 15,
        "progression at any time",
        "13 of 15 patients with locoregional disease progressed.",
    ),
    PublishedFigure(
        "distant", "Locoregional, distant progression", "11/15", 11, 0, "patients", 15,
        "first progression distant, alone or with locoregional; of 15 patients, not of 13 progressions",
        "Progression was distant in 11 of 15 patients with locoregional disease.",
    ),
    PublishedFigure(
        "pfs", "Median progression-free survival, locoregional", "5.7", 5.7, 1, "months", None,
        "Kaplan-Meier, progression or death from any cause, from diagnosis",
        "Median progression-free survival was 5.7 months in locoregional disease.",
    ),
    PublishedFigure(
        "pfs12", "Progression-free at one year, locoregional", "26.7%", 26.7, 1, "%", 15,
        "Kaplan-Meier at 365.25 days: 4 of 15, with nobody censored before 12 months",
        "26.7% of patients with locoregional disease were free of progression at one year.",
    ),
)  # fmt: skip
"""Every figure the abstract prints."""

CONTRADICTIONS: tuple[Contradiction, ...] = (
    Contradiction(
        "shorter",
        "“Shorter”, beside a longer median",
        "The abstract says overall survival was shorter in locoregional disease, and prints a median of 18.1 months "
        "for locoregional and 13.8 for metastatic disease: the longer one. Either the word is wrong, which is what one "
        "would expect clinically, or the two numbers are swapped, or both are true and the curves cross. The figures "
        "alone cannot tell.",
        ("os_lrd", "os_met", "os_p"),
    ),
    Contradiction(
        "follow_up",
        "A follow-up longer than it can be",
        "A median follow-up of 18.8 months cannot be the plain median of how long the 38 patients were observed. With "
        "median survivals of 18.1 and 13.8 months, at most 7 of 15 locoregional and 11 of 23 metastatic patients can "
        "still be under observation beyond 18.15 months: fewer than half of all. It can be true as the reverse "
        "Kaplan-Meier median, or as the median of the patients still alive; the abstract does not say which.",
        ("fu", "os_lrd", "os_met"),
    ),
    Contradiction(
        "denominator",
        "11 of 15 progressions, of which there were 13",
        "The abstract counts distant progression as 11 of 15 progressions, but only 13 patients progressed. 15 is the "
        "number of patients with locoregional disease: 11 of 15 patients are 73.3%, 11 of 13 progressions 84.6%.",
        ("prog", "distant"),
    ),
)  # fmt: skip
"""Where the abstract contradicts itself."""

COMPARATORS_CAUTION = (
    "These cohorts differ from yours, and from each other, in stage, site, era and definitions. Read them beside your "
    "own figures; no P value is computed against a published median, because a median comes without its patients."
)
"""Stands over every table of comparators."""

COMPARATORS: tuple[Comparator, ...] = (
    Comparator(
        "smith_2014", "Smith 2014", 126, "colorectal high-grade NEC, one institution", "10.1245/s10434-014-3725-3",
        medians=(PublishedMedian("os", "all", 13.2),),
        rates=(PublishedRate("non-metastatic", 3, 18), PublishedRate("metastatic", 3, 5)),
        metastatic_percent=67,
    ),
    Comparator(
        "conte_2016", "Conte 2016", 100, "colorectal, one institution, 1991-2013", None,
        medians=(
            PublishedMedian("os", "all", 14.7),
            PublishedMedian("os", "localised", 20.63),
            PublishedMedian("os", "metastatic", 8.7),
        ),
        rates=(PublishedRate("all", 2, 23), PublishedRate("all", 5, 8)),
        reference="Clin Colorectal Cancer 15",
    ),
    Comparator(
        "fields_2019", "Fields 2019", 1208, "colorectal, NCDB (452 rectal)", "10.1245/s10434-019-07203-3",
        medians=(PublishedMedian("os", "all", 9.0, lower=8.2, upper=9.8),),
        hazard_ratios=(
            PublishedHazardRatio("surgery", 0.54),
            PublishedHazardRatio("chemotherapy", 0.74),
            PublishedHazardRatio("metastatic", 3.34),
        ),
    ),
    Comparator(
        "ncdb_rectal_2021", "Rectal NEC NCDB 2021", 777, "rectal, NCDB", "10.1245/s10434-021-11016-8",
        medians=(PublishedMedian("os", "all", 0.83, unit="years"),),
        rates=(PublishedRate("all", 1, 41), PublishedRate("all", 3, 13), PublishedRate("all", 5, 10)),
        metastatic_percent=49,
    ),
    Comparator(
        "brieau_2015", "Brieau 2015", 24, "localised anorectal, France", "10.1097/MD.0000000000001864",
        medians=(
            PublishedMedian("os", "all", 44.1),
            PublishedMedian("os", "surgery", 49.1),
            PublishedMedian("os", "chemotherapy with or without radiation", 39.2),
            PublishedMedian("pfs", "all", 13.1),
        ),
        note="surgery against chemotherapy with or without radiation: P = .42, as printed",
    ),
    Comparator(
        "dasari_2018", "Dasari 2018", 5509, "gastrointestinal NEC, SEER", "10.1002/cncr.31124",
        medians=(PublishedMedian("os", "all", 7.5),),
    ),
    Comparator(
        "nordic_nec2_2025", "NORDIC NEC 2 2025", 427, "NEC on palliative chemotherapy", "10.1038/s41416-025-03054-w",
        medians=(PublishedMedian("os", "all", 7.4), PublishedMedian("pfs", "all", 3.4)),
    ),
    Comparator(
        "topic_nec_2022", "TOPIC-NEC 2022", 170, "randomised, advanced", "10.1001/jamaoncol.2022.3395",
        medians=(
            PublishedMedian("os", "EP", 12.5),
            PublishedMedian("os", "IP", 10.9),
            PublishedMedian("pfs", "EP", 5.6),
            PublishedMedian("pfs", "IP", 5.1),
        ),
        note="EP etoposide and cisplatin, IP irinotecan and cisplatin",
    ),
    Comparator(
        "yamaguchi_2014", "Yamaguchi 2014", 258, "advanced (31 colorectal)", "10.1111/cas.12473",
        medians=(PublishedMedian("os", "colorectal", 7.6, n=31),),
    ),
)  # fmt: skip
"""Published cohorts, with the numbers read in their abstracts or pages."""


def figure(figure_id: str) -> PublishedFigure:
    """The figure of this id. Raises KeyError, naming the ids there are."""
    for one in FIGURES:
        if one.id == figure_id:
            return one
    raise KeyError(f"There is no published figure {figure_id!r}. There are: {', '.join(f.id for f in FIGURES)}.")
