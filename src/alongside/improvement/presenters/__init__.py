"""Records and judged series as people read them."""
