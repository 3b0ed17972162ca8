"""Papers that leave the house (公文): in official layout, from plain words; they know nothing of tickets."""
