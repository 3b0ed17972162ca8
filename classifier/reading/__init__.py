"""What a text says besides its category (要素与信号)."""
