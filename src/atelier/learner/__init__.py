"""What notebooks import. Light: pandas and matplotlib only inside functions."""
