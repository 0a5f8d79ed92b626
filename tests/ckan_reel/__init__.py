"""A real CKAN, installed and run on demand, so that the training portal can be held against it.

Nothing here reaches a participant. The search engine is a stand-in of ours, not Solr: what it ranks
and how it splits words proves nothing about a real portal.
"""
