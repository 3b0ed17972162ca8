"""The agencies inbox (承办单位)."""
