"""What a real CKAN answered, and the means to ask another portal the same questions."""
