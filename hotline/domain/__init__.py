"""The words of the trade (行业用语): pure, standard library only."""
