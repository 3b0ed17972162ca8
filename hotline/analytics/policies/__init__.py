"""Policies that find their people (政策找人): a library, what fits a demand, and telling the enterprise."""
