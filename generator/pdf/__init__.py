"""A PDF file of each public report: its values, how they are set, where the files are kept."""
