"""Special projects (专题治理)."""
