"""Which comparison is run (选比照): `scripts/bench` the core, `scripts/bench web` the pages, `analytics` what analysts ask,
`hotspots` a stream of messages replayed."""

import sys

from hotline.cli.bench.analytics import figures
from hotline.cli.bench.core import bench
from hotline.cli.bench.hotspots import hotspots
from hotline.cli.bench.web import pages

if __name__ == "__main__":
    if sys.argv[1:2] == ["analytics"]:
        figures(sys.argv[2:])
    if sys.argv[1:2] == ["hotspots"]:
        hotspots(sys.argv[2:])
    if sys.argv[1:2] == ["web"]:
        pages(sys.argv[2:])
    bench()
