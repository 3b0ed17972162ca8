"""For people (网页): one folder per reader."""
