"""Topics and warnings on the screen (热点预警)."""
