"""What more people speak of than chance would have it, found early and told to people (热点与预警)."""
