"""Search: what of Solr's language this portal speaks, over an index in memory.

What it does not speak is refused with CKAN's own error, never half-answered.
"""
