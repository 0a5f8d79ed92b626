"""From received files to marks and feedback."""
