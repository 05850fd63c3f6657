"""What Streamlit is given to call later holds no patients' data: it keeps it where no code can clear it.

A callback is a function that stands in a module, and is given its widget's key; what it needs is `state.hold`'s.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "pages").glob("*.py")])
CALLBACKS = ("on_click", "on_change", "on_select", "on_submit")
ARGUMENTS = ("args", "kwargs")


def keywords(source: str) -> Iterator[tuple[ast.expr | None, ast.keyword, set[str]]]:
    """Every keyword argument, whom it is given to, and the names that the functions round it define themselves."""

    def within(node: ast.AST, local: set[str]) -> Iterator[tuple[ast.expr | None, ast.keyword, set[str]]]:
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            inner = ast.walk(node)
            stored = {n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            arguments = node.args
            local = local | stored | {a.arg for a in (*arguments.args, *arguments.kwonlyargs)}
            local |= {n.name for n in ast.walk(node) if isinstance(n, ast.FunctionDef) and n is not node}
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                yield node.func, keyword, local
        for child in ast.iter_child_nodes(node):
            yield from within(child, local)

    yield from within(ast.parse(source), set())


def held_too_long(source: str) -> list[str]:
    """Callbacks that close over something, and arguments of callbacks that are no key and no constant."""
    found = []
    for function, keyword, local in keywords(source):
        text = ast.unparse(keyword.value)
        threads = function is not None and ast.unparse(function).endswith("Thread")
        if keyword.arg in CALLBACKS:
            value = keyword.value
            root = value
            while isinstance(root, ast.Attribute):
                root = root.value
            # The one function that is handed through: `work.done`'s `forget`, which is `cached.forget` for everybody.
            own = isinstance(root, ast.Name) and (root.id not in local or root.id == "forget")
            if not (isinstance(value, ast.Constant) or own):
                found.append(f"{keyword.arg}={text}")
        elif keyword.arg in ARGUMENTS and not threads:
            parts = keyword.value.elts if isinstance(keyword.value, ast.Tuple) else [keyword.value]
            for part in parts:
                key = isinstance(part, ast.Name) and (part.id == "key" or part.id.isupper())
                if not (key or isinstance(part, ast.Constant)):
                    found.append(f"{keyword.arg}={text}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_callbacks_take_keys_and_close_over_nothing(path: Path) -> None:
    assert held_too_long(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "call",
    [
        "st.button('x', on_click=lambda: take(raw))",
        "st.button('x', on_click=partial(take, raw))",
        "st.button('x', on_click=take, args=(raw,))",
        "st.button('x', on_click=take, args=(key, raw))",
        "st.button('x', on_click=take, kwargs={'raw': raw})",
        "st.button('x', on_click=inner)",
        "draw(on_select=raw.look)",
    ],
)
def test_a_planted_callback_that_holds_a_table_is_found(call: str) -> None:
    assert held_too_long(f"def show(raw):\n    def inner():\n        return raw\n    {call}\n")


@pytest.mark.parametrize(
    "call", ["st.button('x', on_click=take, args=(key,))", "st.button('x', on_click=take, args=(SAMPLE,))",
             "st.button('x', on_click=state.reset)", "st.expander('x', on_change='rerun')"],
)  # fmt: skip
def test_keys_and_constants_are_let_through(call: str) -> None:
    assert held_too_long(f"def show(raw, key):\n    {call}\n") == []
