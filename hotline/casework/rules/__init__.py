"""How the rules themselves change (规则改版): draft, checks, replay, approval, effect, roll-back, learning."""
