"""Numbers that a leader wants at once (领导临时要数)."""
