"""Work that is done by time (后台作业): lanes, jobs, relay and timetable."""
