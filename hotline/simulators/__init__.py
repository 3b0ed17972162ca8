"""Stand-ins for the outside world (模拟器), used by the demo and the tests."""
