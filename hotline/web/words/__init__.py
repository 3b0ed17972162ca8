"""The words of the citizen pages (公众页面文案), in Chinese and for a human translator in Mongolian."""
