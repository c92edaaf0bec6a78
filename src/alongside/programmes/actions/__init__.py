"""Every write of this room, a module a thing: `services.go_live(service=…, by=…)`."""
