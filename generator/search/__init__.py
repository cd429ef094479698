"""The search index: what of each report is found, in which tokens, in which files."""
