"""What a participant might do to their own mark: cells, one name each, grouped by aim.

A value is the source of a cell that runs before the answers, or a pair: that, and one after them.
"""
