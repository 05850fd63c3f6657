"""The survival benchmark's goals, and its result as Markdown."""

from __future__ import annotations

from typing import Any

# Ratios to reach, by rows: how many times our seconds each peer takes.
_AHEAD = {
    38: {"lifelines": 20.0, "statsmodels": 1.0, "scikit-survival": 1.0, "R survival": 1.0},
    1_000_000: {"lifelines": 60.0, "statsmodels": 40.0, "scikit-survival": 400.0, "R survival": 300.0},
    10_000_000: {"lifelines": 80.0},
}
_MOST_PASSES = {10_000_000: 15.0}


def goals(result: dict[str, Any]) -> list[dict[str, Any]]:
    """What was aimed at, for the sizes that were measured."""
    found = []

    def add(goal: str, measured: float | None, limit: float, least: bool) -> None:
        holds = None if measured is None else measured >= limit if least else measured < limit
        found.append({"goal": goal, "measured": measured, "holds": holds})

    for case in result["cases"]:
        rows, ratios = case["rows"], case["times_ours"]
        for name, least in _AHEAD.get(rows, {}).items():
            if name in ratios:
                add(f"{rows:,} rows: {name} takes at least {least:g} times as long", ratios[name], least, True)
        if rows in _MOST_PASSES:
            most, passes = _MOST_PASSES[rows], 1.0 / ratios["numpy sum"]
            add(f"{rows:,} rows: less than {most:g} passes of a plain sum", passes, most, False)
    change, table = result["filter_change"], result["from_table"]
    add("filter: the cube at 10x the rows under 2 times its cost", change["cube_10x_over_1x"], 2.0, False)
    add("filter: masking at 10x at least 50 times the cube", change["masking_over_cube_at_10x"], 50.0, True)
    dearest = max(one["10x_over_1x"] for one in table["estimators"].values())
    add("estimators on the table: 10x the rows under 1.5 times the cost", dearest, 1.5, False)
    for name in ("--help", "analyse sample"):
        add(f"command line, {name}: under 1 s", result["command_line"][name], 1.0, False)
    if result["scale"] and len(result["scale"]) > 1:
        before, last = result["scale"][-2:]
        growth = last["seconds"] / before["seconds"]
        add("ten times the rows at most 11 times the seconds", growth, 11.0, False)
    return found


def as_text(result: dict[str, Any]) -> str:
    """The result as Markdown."""
    cases, sizes = result["cases"], result["filter_change"]["sizes"]
    head = "".join(f" {case['rows']:,} rows | times ours |" for case in cases)
    lines = [f"| Program |{head}", "| --- |" + " ---: | ---: |" * len(cases)]
    for name, version in result["programs"].items():
        cells = "".join(f" {_time(c['seconds'].get(name))} | {_ratio(c['times_ours'].get(name))} |" for c in cases)
        lines.append(f"| {name}, {version} |{cells}" if version else f"| {name} |" + " not installed | |" * len(cases))
    lines += [_agreement(case) for case in cases]
    heads = " | ".join(f"{size['rows']:,} rows" for size in sizes)
    lines += ["", f"| Filter change | {heads} |", "| --- |" + " ---: |" * len(sizes)]
    for way in ("cube", "masking rows"):
        lines.append(f"| {way} | " + " | ".join(_time(s["seconds"].get(way)) for s in sizes) + " |")
    if sizes:
        built = " | ".join(_time(size["build_cube_seconds"]) for size in sizes)
        lines.append(f"| building the cube, once | {built} |")
    if result["scale"]:
        lines += ["", "| Rows | ours | per row |", "| ---: | ---: | ---: |"]
        for one in result["scale"]:
            lines.append(f"| {one['rows']:,} | {_time(one['seconds'])} | {one['seconds'] / one['rows'] * 1e9:.1f} ns |")
    lines += ["", "Command line: " + ", ".join(f"{k} {_time(v)}" for k, v in result["command_line"].items()) + "."]
    lines += ["", "| Goal | measured | holds |", "| --- | ---: | --- |"]
    words = {True: "yes", False: "no", None: "not measured"}
    for goal in result["goals"]:
        lines.append(f"| {goal['goal']} | {_ratio(goal['measured'])} | {words[goal['holds']]} |")
    machine = result["machine"]
    lines += ["", f"{machine['processors']} processors, load {machine['load_before']} to {machine['load_after']}."]
    return "\n".join(lines)


def _agreement(case: dict[str, Any]) -> str:
    others = {name: found for name, found in case["agreement"].items() if name in case["times_ours"]}
    if not others:
        return ""
    differ = [name for name, found in others.items() if not found["medians_equal"]]
    medians = f"medians differ from those of {', '.join(differ)}" if differ else "all medians are equal"
    furthest = max(found["chi2_relative_difference"] for found in others.values())
    return f"\nAt {case['rows']:,} rows {medians}; chi2 differs by at most {furthest:.0e} of its size."


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds >= 1.0:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} µs"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}" if value < 1000 else f"{value:,.0f}"
