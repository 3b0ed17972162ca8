"""That nothing is forgotten (盯办): watchers, reminders, supervision, escalation, archiving."""
