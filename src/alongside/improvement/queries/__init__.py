"""What this room reads across its tables: series, and what they say."""
