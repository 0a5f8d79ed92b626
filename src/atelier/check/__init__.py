"""The invariants of the course. Functions return problems; they never print."""
