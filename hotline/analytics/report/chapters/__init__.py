"""The nine chapters of a report (九章)."""
