"""Reads shaped for a screen (面向界面的查询); each is scoped by the Work that it is given."""
