"""Handling a demand (办件): one file per step of the journey, verbs only."""
