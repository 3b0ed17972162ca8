"""How the rules change (规则改版): for administrators, two of whom it takes."""
