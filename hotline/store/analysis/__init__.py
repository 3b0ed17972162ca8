"""What analysis keeps: roll-ups, reports, warnings, enterprises, what was told to others, history (研判台账)."""
