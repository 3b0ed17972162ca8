"""Analysis (研判): periods, performance, hotspots and the weekly report."""
