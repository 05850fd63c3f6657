"""Every kind of picture that compares says what to beware of: in its sentence, its alternative text and on the page."""

from __future__ import annotations

import pytest

from nec_core.analysis.plan import AnalysisPlan
from nec_core.errors import PlanError
from nec_core.export.pictures import KINDS, Kind, Subject
from nec_core.figures.drawing.picture import Picture
from tests.analysed import admission_of

OPERATED = {"levels": [{"variable": "resection", "levels": ["yes", "no"]}]}
GROUPS, CHOSEN, MODEL, STRATA = (
    "Groups settled after diagnosis: immortal time",
    "Patients selected after diagnosis: immortal time",
    "Covariates settled after diagnosis: immortal time",
    "Strata settled after diagnosis: immortal time",
)
SAYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("cumulative-incidence", "single"): (GROUPS, CHOSEN),
    ("cumulative-incidence", "stacked"): (GROUPS, CHOSEN),
    ("follow-up", ""): (GROUPS, CHOSEN),
    ("published", ""): (GROUPS, CHOSEN),
    ("forest", "models"): (MODEL, CHOSEN),
    ("forest", "timed"): (CHOSEN,),
    ("forest", "subgroups"): (GROUPS, CHOSEN),
    ("residuals", ""): (MODEL, CHOSEN),
}
"""Kind and form -> what is said of a plan grouped, filtered and modelled by a treatment."""
SAYS_IT_ITSELF = {"survival"}
REFUSES = {"worth"}
COMPARES_NOTHING = {"flow", "histogram", "treatments", "order", "swimmer", "progression", "imaging", "missing"}


def subject(form: str = "", **plan: object) -> Subject:
    asked = AnalysisPlan.model_validate(plan)
    return Subject(admission_of("late_surgery.csv"), asked, form=form or None)


def drawn(kind: Kind, asked: Subject) -> tuple[Picture, str]:
    """A picture, and everything written on its first page."""
    picture = kind.picture(asked)
    assert isinstance(picture, Picture)
    return picture, " ".join(picture.pages(180)[0].words)


def test_every_kind_says_it_or_compares_nothing() -> None:
    forms = {(k.name, form) for k in KINDS.values() for form in (k.forms or ("",))}
    told = {name for name, _ in SAYS}
    assert {pair for pair in forms if pair[0] in told} == set(SAYS)
    assert told | SAYS_IT_ITSELF | REFUSES | COMPARES_NOTHING == set(KINDS)


@pytest.mark.parametrize(("name", "form"), SAYS)
def test_it_is_said_in_sentence_alternative_text_and_drawing(name: str, form: str) -> None:
    asked = subject(form, by="resection", filter=OPERATED, covariates=("resection",))
    picture, page = drawn(KINDS[name], asked)
    lines = sorted(SAYS[name, form])
    for face in (picture.sentence, picture.alt_text, page):
        assert sorted(line for line in (GROUPS, CHOSEN, MODEL, STRATA) if line in face) == lines


@pytest.mark.parametrize(("name", "form"), SAYS)
def test_nothing_is_said_of_what_was_known_at_time_zero(name: str, form: str) -> None:
    picture, page = drawn(KINDS[name], subject(form, by="sex", covariates=("age_years",)))
    assert "Beware" not in picture.sentence + picture.alt_text + page


def test_a_model_s_strata_are_told_and_a_p_of_later_groups_is_refused() -> None:
    picture, _ = drawn(KINDS["residuals"], subject(covariates=("age_years",), strata="resection"))
    assert picture.sentence.endswith(f"Beware: {STRATA}.")
    with pytest.raises(PlanError, match="settled after time zero"):
        KINDS["worth"].picture(subject(by="resection"))
