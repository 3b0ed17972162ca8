"""How a ticket comes to its end (办结): review with hints, callback, rating, settling, exclusion."""
