"""python -m benchmarks COMMAND [--json]: each command is a module with `add_arguments`, `run` and `as_text`."""

from __future__ import annotations

import argparse
import importlib
import json
import sys

COMMANDS = {
    "ingest": "bytes to a validated cohort, against pandas with pydantic and polars",
    "neighbours": "a filter change of one session while another's files are read",
    "gallery": "the survival figure's hard cases in every size and format, on one page",
    "page": "a visit: the first page against an empty one, the first curve, a filter change",
    "survival": "rows to a survival curve, against the libraries that draw one",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    wanted = [c for c in COMMANDS if c in sys.argv[1:2]] or list(COMMANDS)
    for name in wanted:
        command = commands.add_parser(name, help=COMMANDS[name])
        command.add_argument("--json", action="store_true", help="print JSON")
        module = importlib.import_module(f"benchmarks.{name}")
        module.add_arguments(command)
        command.set_defaults(module=module)
    options = parser.parse_args()
    result = options.module.run(options)
    print(json.dumps(result, indent=2) if options.json else options.module.as_text(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
