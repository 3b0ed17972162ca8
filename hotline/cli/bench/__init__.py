"""`scripts/bench` (性能比照): figures beside a reference of the same run."""
