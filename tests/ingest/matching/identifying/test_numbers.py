"""Numbers are told by their check digits; each example is one its issuer prints as a specimen."""

from __future__ import annotations

import pytest

from nec_core.ingest.matching.identifying.numbers import NUMBERS, personal_numbers

SPECIMENS = {
    "bank accounts": "GB29NWBK60161331926819",
    "Italian tax codes": "RSSMRA85T10A562S",
    "Swiss insurance numbers": "7569217076985",
    "French social security numbers": "255081416802538",
    "Spanish identity numbers": "12345678Z",
    "German health insurance numbers": "A123456780",
    "Brazilian tax numbers": "52998224725",
    "Belgian national numbers": "85073003328",
    "German tax numbers": "86095742719",
    "NHS numbers": "9434765919",
    "Austrian insurance numbers": "1237010180",
    "Dutch personal numbers": "111222333",
    "Portuguese tax numbers": "123456789",
    "Canadian insurance numbers": "046454286",
    "card numbers": "4111111111111111",
    "Chilean identity numbers": "123456785",
    "Mexican personal numbers": "BADD110313HCMLNS09",
}


@pytest.mark.parametrize("number", NUMBERS, ids=lambda n: n.name)
def test_a_specimen_fits_and_with_another_check_digit_does_not(number) -> None:  # type: ignore[no-untyped-def]
    text = SPECIMENS[number.name]
    assert number.shape.fullmatch(text)
    assert number.valid(text)
    if number.name == "Mexican personal numbers":
        return  # its shape says all
    last = text[-1]
    others = "0123456789" if last.isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert not any(number.valid(text[:-1] + o) for o in others if o != last and number.shape.fullmatch(text[:-1] + o))


def test_two_numbers_that_fit_can_be_chance_and_six_can_not() -> None:
    first = "9434765919"
    assert personal_numbers([first]) == ("NHS numbers", False)
    fitting = [t for n in range(943476000, 943476080) for c in "0123456789" if _is_nhs(t := f"{n}{c}")]
    assert personal_numbers(fitting[:6]) == ("NHS numbers", True)


def _is_nhs(text: str) -> bool:
    return (11 - sum(int(text[k]) * (10 - k) for k in range(9)) % 11) % 11 == int(text[9])


@pytest.mark.parametrize("texts", [["1.5", "2.25"], [str(9434760000 + 7 * i) for i in range(40)], ["yes", "no"], []])
def test_other_texts_are_none(texts: list[str]) -> None:
    assert personal_numbers(texts) is None
