"""Agencies, rules, people (系统管理)."""
