"""What `python -m classifier` can do, one file a command (命令)."""
