"""Figures and reports (分析研判)."""
