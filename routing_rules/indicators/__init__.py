"""What is measured and how (指标口径): each indicator as a row of a table, made of measures that the register counts.

The regulations name the indicators, none of them gives formulas: every row carries its source and grade, and whoever
changes a row makes a new edition, so that a published figure keeps the definition it was made by.
"""
