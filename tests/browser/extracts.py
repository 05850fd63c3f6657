"""Files as a hospital would send them, made here and invented throughout."""

from __future__ import annotations

PATIENTS = 60
HEADER = "Patient ID;Age;Sex;Stage;Follow-up (months);Status;Centre"
CENTRES = ("Zürich", "Turin", "Leeds")
HOSTILE = (
    "![x](http://evil.example/a.png)",
    "<script>alert(1)</script>",
    "<img src=http://evil.example/b.png onerror=alert(2)>",
    "$x^2$",
    ":smile:",
    "=cmd()",
    "[link](http://evil.example)",
    "http://evil.example/c",
    "**bold** `code` :red[red]",
)


def ambiguous_extract() -> bytes:
    """Status is 1 or 2 and nothing says which means dead. Row 13 has no readable time, two more rows have a warning."""
    lines = [HEADER]
    for i in range(1, PATIENTS + 1):
        age, stage = str(40 + i % 45), ("LRD" if i % 2 else "metastatic")
        months = f"{(i * 7) % 61 + 1},{i % 10}"
        if i == 12:
            months = "minus"
        if i == 20:
            age = "abc"
        if i == 30:
            stage = "maybe"
        lines.append(
            f"P{i:03d};{age};{'f' if i % 3 else 'm'};{stage};{months};{1 if i % 3 == 0 else 2};{CENTRES[i % 3]}"
        )
    return ("\r\n".join(lines) + "\r\n").encode("windows-1252")


def hostile_extract() -> bytes:
    """Every header and every category is an attack on whoever shows it unescaped."""
    headers = ["id", "months", "dead", *HOSTILE]
    lines = ["\t".join(headers)]
    for i in range(40):
        own = [HOSTILE[(i + k) % len(HOSTILE)] if i % 4 else HOSTILE[k] for k in range(len(HOSTILE))]
        lines.append("\t".join([f"{HOSTILE[i % len(HOSTILE)]} {i}", str(i % 13 if i else "=1+1"), str(i % 2), *own]))
    return "\n".join(lines).encode()


def plain(rows: list[str], header: str = "id,months,dead") -> bytes:
    return "\n".join([header, *rows]).encode()
