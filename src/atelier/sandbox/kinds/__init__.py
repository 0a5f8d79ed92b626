"""Kinds of values that cross the wall of the sandbox: one module for each library they are of."""
