"""The demo (演示): its launcher, its processes, its people."""
