"""No heading has an anchor: it would carry groups' names and medians into the address and the browser's history."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "pages").glob("*.py")])
HEADINGS = ("title", "header", "subheader")
MARKDOWN = ("markdown", "write")


def with_anchor(source: str) -> list[str]:
    """Calls that draw a heading, or could, and do not switch its anchor off."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        name = node.func.attr
        off = {k.arg for k in node.keywords if isinstance(k.value, ast.Constant) and k.value.value is False}
        owner = ast.unparse(node.func.value)
        drawn = name in HEADINGS and owner not in ("frame", "str") and not isinstance(node.func.value, ast.Constant)
        if (drawn and "anchor" not in off) or (name in MARKDOWN and _may_be_heading(node) and "anchors" not in off):
            found.append(ast.unparse(node))
    return found


def _may_be_heading(call: ast.Call) -> bool:
    """Whether the text begins with #, or is a whole document; escaped text and text after other text is none."""
    text = call.args[0]
    if isinstance(text, ast.JoinedStr) and text.values:
        text = text.values[0]
    if isinstance(text, ast.Constant):
        return str(text.value).lstrip().startswith("#") or "\n#" in str(text.value)
    return "read_text" in ast.unparse(text)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_heading_is_without_an_anchor(path: Path) -> None:
    assert with_anchor(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "call",
    ["st.title('x')", "st.subheader(group)", "place.header('x', anchor='y')", "st.markdown(f'#### {group}')",
     "st.markdown('# x')", "st.write('## x')", "st.markdown(guide.read_text())"],
)  # fmt: skip
def test_a_planted_anchor_is_found(call: str) -> None:
    assert with_anchor(call) == [call]
