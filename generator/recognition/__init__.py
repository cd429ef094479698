"""What the pieces of a document are: the record of a report, with the place of each value."""
