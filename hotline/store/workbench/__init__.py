"""What people at work keep beside the tickets (工作台台账): the call room, the inside of a unit, saved views and drafts."""
