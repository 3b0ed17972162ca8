"""Special projects (专题治理): proposed, approved, carried out by milestones, and judged by what came of them."""
