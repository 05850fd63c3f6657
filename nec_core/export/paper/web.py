"""The document for a browser: one file that asks for nothing else and prints as it stands."""

from __future__ import annotations

import base64
import html

from nec_core.export.paper.document import Document, Heading, Paragraph, Part, Pictured, Points, Tabled

_STYLE = """
body{font:15px/1.5 Arial,Helvetica,sans-serif;color:#1c2329;background:#fff;max-width:60rem;margin:2rem auto;
padding:0 1rem}
h1{font-size:1.7rem}h2{font-size:1.3rem;margin-top:2.2rem}h3{font-size:1.1rem}h4{font-size:1rem}
table{border-collapse:collapse;border-top:1.5px solid #000;border-bottom:1.5px solid #000;font-size:.85rem}
caption{text-align:left;padding:.4rem 0}thead th{border-bottom:1px solid #000}
th,td{text-align:left;vertical-align:top;padding:.15rem .7rem .15rem 0}
tr{break-inside:avoid}figure{margin:1.2rem 0;break-inside:avoid}img{max-width:100%;height:auto}
.scroll{overflow-x:auto}.beware{border-left:4px solid #b00020;padding-left:.7rem}.gap{background:#fff3b0}
.small,.note{font-size:.82rem;color:#444}
@media print{body{margin:0;max-width:none}}
"""


def web_bytes(document: Document) -> bytes:
    """The document as an HTML file."""
    parts = "\n".join(_written(part, number) for part, number in document.numbered())
    title = _safe(document.title)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n{parts}\n</body></html>\n"
    ).encode()


def _written(part: Part, number: str) -> str:
    if isinstance(part, Heading):
        return f"<h{part.level + 1}>{_safe(part.text)}</h{part.level + 1}>"
    if isinstance(part, Paragraph):
        beware = "<strong>Beware:</strong> " if part.tone == "beware" else ""
        return f'<p class="{part.tone}">{beware}{_safe(part.text)}</p>'
    if isinstance(part, Points):
        return f"<ul>{''.join(f'<li>{_safe(text)}</li>' for text in part.texts)}</ul>"
    return _table(part, number) if isinstance(part, Tabled) else _picture(part, number)


def _table(part: Tabled, number: str) -> str:
    head = "".join(f'<th scope="col">{_safe(str(c))}</th>' for c in part.frame.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_safe(str(cell))}</td>" for cell in row) + "</tr>"
        for row in part.frame.itertuples(index=False)
    )
    note = f'<p class="note">{_safe(part.note)}</p>' if part.note else ""
    return (
        f'<div class="scroll"><table><caption><strong>{number}</strong> {_safe(part.title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{note}"
    )


def _picture(part: Pictured, number: str) -> str:
    image = base64.b64encode(part.svg).decode()
    return (
        f'<figure><img src="data:image/svg+xml;base64,{image}" alt="{_safe(part.alt)}">'
        f"<figcaption><strong>{number}</strong> {_safe(part.title)}</figcaption></figure>"
    )


def _safe(text: str) -> str:
    return html.escape(" ".join(text.split()))


__all__ = ["web_bytes"]
