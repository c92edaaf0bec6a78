"""Reads across several tables, for pages and actions. What they are given was fetched through a viewer's scope."""
