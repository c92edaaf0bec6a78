"""What is asked, a module a thing."""
