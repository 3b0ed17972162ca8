"""How an edition is made and measured (训练与评价)."""
