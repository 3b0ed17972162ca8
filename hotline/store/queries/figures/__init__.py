"""What is counted for reports and for the model (统计查询)."""
