"""Review and callback (审核督办)."""
