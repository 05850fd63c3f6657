"""The layouts a file is recognised by, one file each. The first that knows its own marks takes the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nec_core.errors import MappingError
from nec_core.ingest.layouts import adtte, attribute_rows, event_rows, on_its_side, plain, redcap, start_stop, template
from nec_core.ingest.layouts.portals import cbioportal, cbioportal_api, cbioportal_web, gdc, icgc, tcga_cdr, xena
from nec_core.ingest.layouts.registries import naaccr_csv, naaccr_xml, ncdb, seer
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.options import ReadOptions


def _as_it_is(raw: RawTable, companions: Sequence[RawTable]) -> RawTable:  # noqa: ARG001  # the shape of every prepare
    return raw


def _no_companion(raw: RawTable) -> bool:  # noqa: ARG001  # the shape of every accompanies
    return False


def _as_it_was_read(raw: RawTable) -> ReadOptions | None:  # noqa: ARG001  # the shape of every reads
    return None


@dataclass(frozen=True)
class Layout:
    """One way registries write their files.

    Attributes:
        name: as in a saved mapping and on the command line.
        title: as on the page.
        knows: whether a table bears this layout's marks.
        mapping: the mapping for a prepared table of this layout.
        prepare: derives the columns a mapping can't express (stage columns joined by era, two classifications as one
            competing-risks event), from the table and its companions. Rows in stay rows in.
        accompanies: whether a table is no cohort but belongs to one of this layout: a file of samples, a dictionary.
        reads: how a file that bears other marks must be read to show these: its sheet, its header row; None for
            every other file.
        names_source: whether the title says where the file comes from, as a paper would; else only how it is laid out.
        by_labels: whether codes mean what a data set's own labels say; a layout with a coding of its own knows better.
        companion_sheets: further sheets of the same workbook `prepare` wants, when they exist.
    """

    name: str
    title: str
    knows: Callable[[RawTable], bool]
    mapping: Callable[[RawTable], Mapping]
    prepare: Callable[[RawTable, Sequence[RawTable]], RawTable] = _as_it_is
    accompanies: Callable[[RawTable], bool] = _no_companion
    reads: Callable[[RawTable], ReadOptions | None] = _as_it_was_read
    companion_sheets: tuple[str, ...] = ()
    by_labels: bool = False
    names_source: bool = True


LAYOUTS: tuple[Layout, ...] = (
    Layout(template.NAME, "Our template", template.knows, template.mapping, by_labels=True, names_source=False),
    Layout(naaccr_xml.NAME, "NAACCR XML", naaccr_xml.knows, naaccr_xml.mapping, naaccr_xml.prepare),
    Layout(seer.NAME, "SEER*Stat case listing", seer.knows, seer.mapping, seer.prepare),
    Layout(ncdb.NAME, "NCDB participant user file", ncdb.knows, ncdb.mapping, ncdb.prepare),
    Layout(
        tcga_cdr.NAME, "TCGA clinical data resource", tcga_cdr.knows, tcga_cdr.mapping, tcga_cdr.prepare,
        reads=tcga_cdr.reads, companion_sheets=tcga_cdr.COMPANION_SHEETS,
    ),
    Layout(
        cbioportal.NAME, "cBioPortal clinical file", cbioportal.knows, cbioportal.mapping, cbioportal.prepare,
        cbioportal.accompanies,
    ),
    Layout(
        naaccr_csv.NAME, "NAACCR items as CSV", naaccr_csv.knows, naaccr_csv.mapping, naaccr_csv.prepare,
        reads=naaccr_csv.reads,
    ),
    Layout(gdc.NAME, "GDC or TCGA clinical table", gdc.knows, gdc.mapping, gdc.prepare),
    Layout(icgc.NAME, "ICGC donor table", icgc.knows, icgc.mapping, icgc.prepare),
    Layout(adtte.NAME, "CDISC times to events (ADTTE)", adtte.knows, adtte.mapping, adtte.prepare),
    Layout(
        event_rows.NAME, "Rows that are events", event_rows.knows, event_rows.mapping, event_rows.prepare,
        names_source=False,
    ),
    Layout(
        cbioportal_api.NAME, "cBioPortal web service", cbioportal_api.knows, cbioportal_api.mapping,
        cbioportal_api.prepare,
    ),
    Layout(cbioportal_web.NAME, "cBioPortal web table", cbioportal_web.knows, cbioportal_web.mapping),
    Layout(xena.NAME, "UCSC Xena survival table", xena.knows, xena.mapping, xena.prepare),
    Layout(redcap.NAME, "REDCap export", redcap.knows, redcap.mapping, redcap.prepare, redcap.accompanies),
    Layout(
        attribute_rows.NAME, "Rows that are attributes", attribute_rows.knows, attribute_rows.mapping,
        attribute_rows.prepare, names_source=False,
    ),
    Layout(
        start_stop.NAME, "Rows from start to stop", start_stop.knows, start_stop.mapping, start_stop.prepare,
        by_labels=True, names_source=False,
    ),
    Layout(
        on_its_side.NAME, "Table on its side", on_its_side.knows, on_its_side.mapping, on_its_side.prepare,
        names_source=False,
    ),
    Layout(plain.NAME, "Plain table", plain.knows, plain.mapping, plain.prepare, by_labels=True, names_source=False),
)  # fmt: skip


def recognise(raw: RawTable) -> Layout:
    """The layout of a file; a plain table knows every file."""
    return next(layout for layout in LAYOUTS if layout.knows(raw))


def layout_named(name: str) -> Layout:
    """Raises MappingError for a name that is none of `LAYOUTS`."""
    found = next((x for x in LAYOUTS if x.name == name), None)
    if found is None:
        raise MappingError(f"The mapping names an unknown layout. Known: {', '.join(x.name for x in LAYOUTS)}.")
    return found


def companion_of(raw: RawTable) -> Layout | None:
    """The layout a table is a companion of; None for a table of patients."""
    return next((x for x in LAYOUTS if x.accompanies(raw)), None)


def layout_title(name: str) -> str:
    return next((x.title for x in LAYOUTS if x.name == name), name)


def source_title(name: str) -> str:
    """Where a file of this layout comes from, for a methods text; "" where the layout does not tell."""
    return next((x.title for x in LAYOUTS if x.name == name and x.names_source), "")
