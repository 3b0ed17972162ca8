"""Years of old tickets from other systems: read, judged row by row, taken in with their source (历史工单导入)."""
