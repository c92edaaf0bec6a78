"""What `./dev` does. Standard library alone: it runs before anything is installed."""
