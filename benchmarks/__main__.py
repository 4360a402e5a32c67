"""``make bench``: every benchmark on one database, as a table and as JSON in ``benchmarks/results/``."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path

import django

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Make a database, run what was asked for, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of clients, comma-separated")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.projects.default.settings")
    django.setup()
    sizes = tuple(int(size) for size in arguments.sizes.split(","))

    from django.db import connection

    from benchmarks import lists, visible_clients
    from benchmarks.measure import table

    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        ratios = [*lists.run(), *visible_clients.run(sizes)]
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(f"Database: {connection.vendor}. Ratios of one run; goals of the documentation's performance page.")
    print(table(ratios))
    RESULTS.mkdir(exist_ok=True)
    rows = [asdict(ratio) | {"ratio": ratio.value, "is_met": ratio.is_met} for ratio in ratios]
    (RESULTS / f"{connection.vendor}.json").write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
