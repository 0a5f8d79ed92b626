"""Maps: boundaries as a table, zones drawn in layers, a drawn map read back and judged."""
