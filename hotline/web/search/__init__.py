"""Search everywhere, saved views, bulk actions and export (检索、保存的筛选、批量、台账)."""
