"""The register as columns, a file a month, and what is asked of years at a time (历史底表)."""
