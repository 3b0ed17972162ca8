"""How the classifier learns in service (模型更新): corrections, challengers, promotion."""
