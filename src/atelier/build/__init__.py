"""From `solutions/` to everything that is derived from it."""
