"""The outside world (对接): a protocol and a real client for each system."""
