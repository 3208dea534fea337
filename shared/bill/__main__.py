"""`python -m bill`: print what a month costs, at 5 and at 1 minutes between checks, and with a dashboard left open.

`python -m bill --guide` writes the same figures into the guide.
"""

import sys

from bill.bill import bill_of
from bill.guide import GUIDE, guide_text
from bill.report import money, report
from bill.tab import Tab, dollars_of_tab
from bill.template import FILE, Template
from bill.workload import INTERVALS, Workload


def main() -> int:
    """Print all of it."""
    template = Template.load(FILE.read_text("utf-8"))
    if sys.argv[1:] == ["--guide"]:
        GUIDE.write_text(guide_text(template), "utf-8")
        return 0
    for interval in INTERVALS:
        work = Workload(interval=interval)
        print(f"═══ Checks every {interval} min, everything switched on ═══\n")
        print("\n".join(report(bill_of(template, work))))
        numbers, curves = (money(dollars_of_tab(template, work, Tab(curves=each))) for each in (False, True))
        print(f"A month of an open dashboard tab adds {numbers}, of one that shows curves {curves}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
