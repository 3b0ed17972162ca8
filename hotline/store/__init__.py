"""Where things are kept (台账): typed records; the only floor that writes SQL."""
