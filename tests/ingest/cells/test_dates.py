"""Dates as people write them become ISO text; which number is the day is decided for a column, or asked."""

from __future__ import annotations

import pytest

from nec_core.ingest.cells.dates import DateOrder, iso, judge_order


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2019-05-17", None, "2019-05-17"),
        ("2019/5/7", None, "2019-05-07"),
        ("17/05/2019", "DMY", "2019-05-17"),
        ("05/17/2019", "MDY", "2019-05-17"),
        ("05/17/2019", "DMY", None),
        ("17.05.19", "DMY", "2019-05-17"),
        ("17.05.87", "DMY", "1987-05-17"),
        ("19/05/17", "YMD", "2019-05-17"),
        ("17/05/2019", None, None),
        ("17/05/2019", "ONE_WAY", "2019-05-17"),
        ("05/17/2019", "ONE_WAY", "2019-05-17"),
        ("05/05/2019", "ONE_WAY", "2019-05-05"),
        ("06/05/2019", "ONE_WAY", None),
        ("31/31/2019", "ONE_WAY", None),
        ("2019-05-17 13:45:00", None, "2019-05-17"),
        ("20190517", None, "2019-05-17"),
        ("201905", None, "2019-05"),
        ("2019-05", None, "2019-05"),
        ("05/2019", None, "2019-05"),
        ("2019", None, "2019"),
        ("43602", None, "2019-05-17"),
        ("43602.0", None, "2019-05-17"),
        ("17 May 2019", None, "2019-05-17"),
        ("17-Mai-19", None, "2019-05-17"),
        ("May 17, 2019", None, "2019-05-17"),
        ("12-mars-2014", None, "2014-03-12"),
        ("3 mei 2015", None, "2015-05-03"),
        ("05. März 2014", None, "2014-03-05"),
        ("5. Maerz 2014", None, "2014-03-05"),
        ("5. Jänner 2014", None, "2014-01-05"),
        ("1er août 2016", None, "2016-08-01"),
        ("7 févr. 2016", None, "2016-02-07"),
        ("12 de septiembre de 2014", None, "2014-09-12"),
        ("12 de enero del 2014", None, "2014-01-12"),
        ("12-ENE-14", None, "2014-01-12"),
        ("3 de março de 2015", None, "2015-03-03"),
        ("03/out/2015", None, "2015-10-03"),
        ("1° luglio 2012", None, "2012-07-01"),
        ("9 giu 2012", None, "2012-06-09"),
        ("28 mrt 2013", None, "2013-03-28"),
        ("31 de abril de 2014", None, None),
        ("3 lunes 2014", None, None),
        ("31/02/2019", "DMY", None),
        ("20191317", None, None),
        ("2019-13", None, None),
        ("8246/3", None, None),
        ("last spring", None, None),
        ("1" * 500, None, None),
    ],
)
def test_a_date_is_read_or_is_none(text: str, order: DateOrder | None, expected: str | None) -> None:
    assert iso(text, order) == expected


@pytest.mark.parametrize(
    ("texts", "order", "ambiguous"),
    [
        (["2019-05-17", "2018-01-02"], "YMD", False),
        (["03/04/2019", "17/05/2019"], "DMY", False),
        (["03/04/2019", "05/17/2019"], "MDY", False),
        (["03/04/2019", "05/06/2018"], None, True),
        (["03/04/19", "05/06/18"], None, True),
        (["12/05/19", "03/04/28"], None, True),
        (["31/05/19"], "DMY", False),
        (["99/05/31", "98/12/30"], "YMD", False),
        (["03.04.2019", "05.06.2018"], "DMY", False),
        (["2019-05-17", "03.04.2018", "2017"], "DMY", False),
        (["2019-05-17", "03/04/2018"], None, True),
        (["03/03/2019", "04/04/2019"], "DMY", False),
        (["17/05/2019", "05/17/2019"], None, True),
        ([*(f"{d}/05/2019" for d in range(13, 32)), "05/06/2018", "06/30/2019"], "DMY", False),
        (["2019", "2018-05"], None, False),
        ([], None, False),
    ],
)
def test_the_order_is_decided_for_the_column_or_left_to_a_person(
    texts: list[str], order: DateOrder | None, ambiguous: bool
) -> None:
    verdict = judge_order(texts)
    assert (verdict.order, verdict.ambiguous) == (order, ambiguous)


def test_the_verdict_tells_how_much_is_dates_and_whether_serials_are_among_them() -> None:
    verdict = judge_order(["2019-05-17", "43602", "soon", "later"])
    assert (verdict.share, verdict.serials) == (0.5, True)
