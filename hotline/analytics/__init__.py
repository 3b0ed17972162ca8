"""Analysis (研判): periods, indicators, roll-ups, hotspots and reports."""
