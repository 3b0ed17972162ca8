"""The interface for other systems (对外接口)."""
