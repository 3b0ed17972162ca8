"""The call room (话务现场)."""
