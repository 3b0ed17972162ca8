"""Words and small rules of analysis (研判用语)."""
