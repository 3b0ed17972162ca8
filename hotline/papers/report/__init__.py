"""A report as files (报告文件): Word, PDF and Excel from one snapshot, so that no figure can differ between them."""
