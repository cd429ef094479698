"""The catalogue as pages: what each page shows, its charts, its Markdown.

Comes in: a catalogue. Goes out: addresses with Markdown, as plain values; no site engine is known.
"""
