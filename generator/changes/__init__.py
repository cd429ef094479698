"""What would become public, and what would change of it: two states of the content compared.

Comes in: a content folder in a git repository, and the state that it is compared with.
Goes out: reports, figures, texts, sums and settings that differ, as values; and as text for a
terminal, as Markdown, as an HTML page, as JSON.
"""
