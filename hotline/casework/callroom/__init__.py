"""The call room (话务现场): calls as they ring, second calls, known events, handovers, harassment, checks."""
