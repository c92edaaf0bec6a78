"""What the pages of this room ask, a module a thing."""
