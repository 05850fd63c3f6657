"""What is different in another extract of the same source: told before anything is computed from it.

Patients are the same where their ids are. What follow-up itself changes (a later last contact, a death, a progression)
is told as follow-up; whatever else is not what it was, is told field by field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from nec_core.formatting import plain_number
from nec_core.ingest.admission import Admission
from nec_core.patients import endpoints, intervals
from nec_core.patients.cohort import NOT_RECORDED, Cohort, Variable

Ids = tuple[str, ...]
_ID = "patient_id"
_FROM_DATE = ("diagnosis_year",)
"""Read from a date where the file has no column for it: the date itself is told."""


@dataclass(frozen=True)
class Change:
    """One patient's value of a field, then and now, as shown."""

    id: str
    before: str
    after: str


@dataclass(frozen=True)
class FieldChanges:
    """A field in which patients of both extracts are not what they were."""

    name: str
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Changes:
    """What is different in the later extract.

    Attributes:
        n_before, n_after: patients.
        matched: whether patients can be told to be the same; where not, everything below is empty but columns.
        new, vanished: ids of patients of one extract alone.
        longer: of both, without an event since, those followed longer, by whatever endpoint.
        events: endpoint's label -> of both, those who have had its event since.
        fields: what else changed, in the record's order.
        levels: variable's label -> levels that nobody had before.
        columns_new, columns_gone: labels of variables of one extract alone.
    """

    n_before: int
    n_after: int
    matched: bool
    new: Ids = ()
    vanished: Ids = ()
    longer: Ids = ()
    events: tuple[tuple[str, Ids], ...] = ()
    fields: tuple[FieldChanges, ...] = ()
    levels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    columns_new: tuple[str, ...] = ()
    columns_gone: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        """Whether the two are the same, as far as can be told."""
        return self.n_before == self.n_after and not any(
            (self.new, self.vanished, self.longer, self.events, self.fields, self.columns_new, self.columns_gone)
        )


def changes(before: Admission, after: Admission) -> Changes:
    """Compares two extracts of one source.

    Args:
        before: as the study was saved with.
        after: the later one, taken by the same mapping.
    """
    old, new = before.cohort, after.cohort
    shared = [n for n in new.variables if n in old.variables]
    whole = Changes(
        old.n,
        new.n,
        matched=_told_by_id(before) and _told_by_id(after),
        columns_new=tuple(v.label for n, v in new.variables.items() if n not in old.variables),
        columns_gone=tuple(v.label for n, v in old.variables.items() if n not in new.variables),
    )
    if not whole.matched:
        return whole
    ids_old, ids_new = _ids(old), _ids(new)
    place = ids_new.get_indexer(ids_old)
    both = np.flatnonzero(place >= 0)
    pair = _Pair(old.subset(place >= 0), _taken(new, place[both]), ids_old[both])
    followed = _followed(pair)
    return replace(
        whole,
        new=tuple(ids_new[~ids_new.isin(ids_old)]),
        vanished=tuple(ids_old[place < 0]),
        longer=tuple(pair.ids[followed.longer]),
        events=tuple((label, tuple(pair.ids[who])) for label, who in followed.events if who.any()),
        fields=_fields(pair, shared, followed),
        levels=_levels(old, new, shared),
    )


@dataclass(frozen=True)
class _Pair:
    """The patients of both extracts, in the same order."""

    before: Cohort
    after: Cohort
    ids: pd.Index


@dataclass(frozen=True)
class _Followed:
    """What further follow-up explains.

    Attributes:
        longer: (n,) followed longer, without an event since.
        events: endpoint's label -> (n,) who had its event since.
        explained: (n,) whose follow-up went on, and nothing of it was taken back.
    """

    longer: npt.NDArray[np.bool_]
    events: tuple[tuple[str, npt.NDArray[np.bool_]], ...]
    explained: npt.NDArray[np.bool_]


def _followed(pair: _Pair) -> _Followed:
    n = pair.before.n
    longer, back, happened = np.zeros(n, bool), np.zeros(n, bool), np.zeros(n, bool)
    events = []
    known = {e.name for e in endpoints.available(pair.after)}
    for endpoint in endpoints.available(pair.before):
        if endpoint.name not in known:
            continue
        then = endpoints.endpoint_times(pair.before, endpoint.name, partial_dates="earliest")
        now = endpoints.endpoint_times(pair.after, endpoint.name, partial_dates="earliest")
        usable = then.usable & now.usable
        since = usable & (then.event == 0) & (now.event > 0) & (now.time >= then.time)
        further = usable & (then.event == 0) & (now.event == 0) & (now.time > then.time)
        same = usable & (then.event == now.event) & (then.time == now.time)
        back |= usable & ~(since | further | same)
        events.append((endpoint.label, since))
        happened |= since
        longer |= further
    return _Followed(longer & ~happened, tuple(events), (longer | happened) & ~back)


def _fields(pair: _Pair, shared: Sequence[str], followed: _Followed) -> tuple[FieldChanges, ...]:
    follow_up = frozenset(name for one in intervals.INTERVALS for name in one.fields if name not in one.start_dates) | {
        name for e in pair.after.endpoints for name in (e.time_name, e.event_name)
    }
    names = [n for n in shared if n not in (_ID, *_FROM_DATE)]
    names += [n for e in pair.before.endpoints for n in (e.time_name, e.event_name) if n in pair.after.records]
    found = []
    for name in dict.fromkeys(n for n in names if n in pair.before.records and n in pair.after.records):
        then, now = _shown(pair.before, name), _shown(pair.after, name)
        differ = then != now
        if name in follow_up:
            differ &= ~followed.explained
        where = np.flatnonzero(differ)
        if len(where):
            variable = pair.after.variables.get(name)
            told = tuple(Change(str(pair.ids[int(i)]), str(then[i]), str(now[i])) for i in where)
            found.append(FieldChanges(name, variable.label if variable else _stated(pair.after, name), told))
    return tuple(found)


def _stated(cohort: Cohort, name: str) -> str:
    """The column that a stated time or event came from."""
    one = next(e for e in cohort.endpoints if name in (e.time_name, e.event_name))
    return one.time_column if name == one.time_name else one.event_column


def _shown(cohort: Cohort, name: str) -> npt.NDArray[np.object_]:
    """(n,) values as a person reads them, and as they are compared."""
    column = cohort.records[name]
    variable: Variable | None = cohort.variables.get(name)
    if isinstance(column.dtype, pd.CategoricalDtype):
        texts = np.array([*(str(c) for c in column.cat.categories), NOT_RECORDED], object)
        return texts[column.cat.codes.to_numpy()]
    blank = column.isna().to_numpy()
    if variable is not None and variable.kind == "date":
        return _dates(column, cohort.date_precision.get(name), blank)
    if column.dtype.kind == "f":
        distinct, codes = np.unique(column.to_numpy(np.float64)[~blank], return_inverse=True)
        out = np.full(cohort.n, NOT_RECORDED, object)
        out[~blank] = np.array([plain_number(float(x)) for x in distinct], object)[codes] if len(distinct) else []
        return out
    return np.where(blank, NOT_RECORDED, column.astype(object).to_numpy())


def _dates(
    column: pd.Series, precision: npt.NDArray[np.int8] | None, blank: npt.NDArray[np.bool_]
) -> npt.NDArray[np.object_]:
    """To the day, the month or the year, as far as they are known."""
    days = column.dt.strftime("%Y-%m-%d").to_numpy(object)
    out = np.where(blank, NOT_RECORDED, days)
    for known, length in ((1, 7), (2, 4)) if precision is not None else ():
        here = np.flatnonzero(precision == known)
        out[here] = [str(text)[:length] for text in out[here]]
    return out


def _levels(old: Cohort, new: Cohort, shared: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Levels that somebody has now and nobody had."""
    found = []
    for name in shared:
        if not isinstance(new.records[name].dtype, pd.CategoricalDtype):
            continue
        had = set(_shown(old, name))
        added = tuple(v for v in dict.fromkeys(_shown(new, name)) if v not in had and v != NOT_RECORDED)
        if added:
            found.append((new.variables[name].label, added))
    return tuple(found)


def _told_by_id(admission: Admission) -> bool:
    """Whether ids are the file's own: neither running numbers, nor made of rows because the file has none."""
    column = next((c for c in admission.columns if c.target == _ID), None)
    return column is not None and not column.hides


def _ids(cohort: Cohort) -> pd.Index:
    return pd.Index(cohort.records[_ID].astype(object).to_numpy())


def _taken(cohort: Cohort, places: npt.NDArray[np.intp]) -> Cohort:
    """Patients in the order of these places."""
    order = np.argsort(np.argsort(places))
    mask = np.zeros(cohort.n, bool)
    mask[places] = True
    some = cohort.subset(mask)
    return Cohort(
        records=some.records.iloc[order].reset_index(drop=True),
        source_rows=some.source_rows[order],
        variables=some.variables,
        date_precision={k: v[order] for k, v in some.date_precision.items()},
        endpoints=some.endpoints,
        rejected=some.rejected,
    )


__all__ = ["Change", "Changes", "FieldChanges", "changes"]
