"""Reports (统计报告): gathered from the register or the roll-ups, told in nine chapters, kept as one document."""
