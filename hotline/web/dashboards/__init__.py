"""Boards of one subject each, data quality, figures of others, history (专题看板、数据质量、盟市报送、历史)."""
