"""The knowledge base on screen (知识库): for everybody who answers, and for those who write and review."""
