"""Several units on one matter, and several demands about one matter (协办、吹哨、并单)."""
