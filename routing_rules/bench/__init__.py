"""The rule engine measured beside another (规则引擎比照)."""
