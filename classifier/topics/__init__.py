"""What many people speak of at once (热点话题): messages grouped into topics, named, ranked and followed day by day."""
