"""One ticket (工单): for every reader."""
