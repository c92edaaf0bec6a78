"""Every write of this room, a verb in a module named for what it is about."""
