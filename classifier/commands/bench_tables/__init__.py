"""The tables of `python -m classifier bench`, one file a subject (比照表)."""
