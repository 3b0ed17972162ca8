"""One ticket, search and export (工单、检索、台账): for every reader."""
