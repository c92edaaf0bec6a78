"""Base record, clock, audit, vault, jobs, registries. No domain words."""
