"""Enterprises on the screen (企业档案、涉企分析)."""
