"""The empty file and its dictionary say what the record says, and nothing the record does not."""

from __future__ import annotations

import io

import openpyxl
import pytest

from nec_core.export.template import DICTIONARY_COLUMNS, data_dictionary, template_csv, template_xlsx
from nec_core.record import fields, required


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_xlsx()))


def test_the_dictionary_has_every_field_in_the_records_order() -> None:
    dictionary = data_dictionary()
    assert tuple(dictionary.columns) == DICTIONARY_COLUMNS
    assert dictionary["field"].tolist() == list(fields())
    assert dictionary["label"].tolist() == [spec.about.label for spec in fields().values()]
    assert dictionary.map(lambda cell: isinstance(cell, str)).all(axis=None)
    assert set(dictionary.loc[dictionary["required"] == "yes", "field"]) == set(required())


def test_the_dictionary_tells_kind_unit_range_and_allowed_values() -> None:
    dictionary = data_dictionary().set_index("field")
    age, sex, year, date = (dictionary.loc[name] for name in ("age_years", "sex", "diagnosis_year", "death_date"))
    assert (age["type"], age["unit"], age["range"], age["allowed values"]) == (
        "number",
        "years",
        "0 to 120",
        "",
    )
    assert (sex["type"], sex["allowed values"], sex["range"]) == ("category", "female; male; other", "")
    assert (year["type"], year["range"]) == ("whole number", "1900 to 2100")
    assert (date["type"], date["required"]) == ("date", "no")
    assert date["help"] == "A calendar date. A month (2019-05) or a year (2019) alone is kept with that precision."


def test_the_csv_template_is_one_line_of_headers() -> None:
    text = template_csv().decode("utf-8-sig")
    assert text == ",".join(f'"{name}"' for name in fields()) + "\r\n"


def test_the_workbook_has_the_empty_table_and_the_dictionary(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Patients", "Data dictionary"]
    patients, dictionary = book.worksheets
    assert [cell.value for cell in patients[1]] == list(fields())
    assert patients.max_row == 1
    assert [cell.value for cell in dictionary[1]] == list(DICTIONARY_COLUMNS)
    assert [row[0].value for row in dictionary.iter_rows(min_row=2)] == list(fields())


def test_every_category_has_a_drop_down_of_its_levels_and_every_number_its_range(
    book: openpyxl.Workbook,
) -> None:
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["Patients"].data_validations.dataValidation}
    for column, spec in enumerate(fields().values(), start=1):
        rule = rules[f"{openpyxl.utils.get_column_letter(column)}2"]
        assert str(rule.sqref).endswith("1048576")
        if spec.levels:
            assert (rule.type, rule.formula1) == ("list", f'"{",".join(spec.levels)}"'), spec.name
        elif spec.kind == "number":
            assert rule.type == ("whole" if spec.whole else "decimal")
            assert (float(rule.formula1), float(rule.formula2)) == (spec.minimum, spec.maximum)
        assert rule.promptTitle == spec.about.label[:32]


def test_no_level_holds_the_comma_that_parts_a_drop_down() -> None:
    assert not [level for spec in fields().values() for level in spec.levels if "," in level]


def test_dates_and_ids_are_typed_as_text_so_that_no_spreadsheet_changes_them(book: openpyxl.Workbook) -> None:
    # A column's own dimension may be merged with its neighbour's: each range is looked up.
    formats = {}
    for dimension in book["Patients"].column_dimensions.values():
        for column in range(dimension.min, dimension.max + 1):
            formats[column] = dimension.number_format
    for column, spec in enumerate(fields().values(), start=1):
        expected = "@" if spec.kind in ("date", "identifier", "text") else "General"
        assert formats[column] == expected, spec.name
