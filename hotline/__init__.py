"""The 12345 hotline service (12345 热线系统)."""
