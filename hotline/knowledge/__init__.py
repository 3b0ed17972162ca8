"""Answers (答): the articles that agents read out, and how they are found."""
