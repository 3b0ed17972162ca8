"""Enterprises: their facts, their demands, what was found of them (企业档案与涉企研判)."""
