"""The dispatchers queue (派单岗)."""
