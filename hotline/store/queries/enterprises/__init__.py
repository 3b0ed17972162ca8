"""Questions to the register of enterprises (企业台账的查询)."""
