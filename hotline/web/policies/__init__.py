"""The library of policies and what fits a demand (政策找人)."""
