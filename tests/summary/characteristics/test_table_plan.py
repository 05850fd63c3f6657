"""What is asked of Table 1 has an option and a control for each of its fields."""

from __future__ import annotations

import ast

from nec_core.__main__ import _parser
from nec_core.summary.characteristics.table_plan import TablePlan, asked
from tests.analysed import ROOT


def test_each_field_is_asked_for_by_an_option_without_a_default_of_its_own() -> None:
    assert ["version", *asked()] == list(TablePlan.model_fields)
    commands = next(a for a in _parser("summary")._actions if a.choices and "summary" in a.choices).choices
    assert commands is not None
    options = {a.dest: a for a in commands["summary"]._actions}  # type: ignore[call-overload,index]
    for name, field in asked().items():
        assert options[name].option_strings == [field.asked.option]
        assert options[name].default is None
        assert tuple(options[name].choices or ()) == field.choices


def test_each_field_is_on_the_page() -> None:
    tree = ast.parse((ROOT / "dashboard/tables/table_one_view.py").read_text(encoding="utf-8"))
    found = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in ("table_words", "_flag")
        and isinstance(call.args[0], ast.Constant)
    }
    assert found == asked().keys()


def test_the_words_of_a_choice_cover_its_values() -> None:
    for field in asked().values():
        assert set(field.asked.words) == set(field.choices)
