"""Keys of a report's narrative."""

NARRATIVE = "正文"
LEAD_TEXT = "前文"  # of the text that stands before the first heading, or first one below
