"""How a demand is judged (研判): the facts of its words, its category, its agency, its neighbours, and why."""
