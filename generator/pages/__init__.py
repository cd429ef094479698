"""The pages of a catalogue: what each shows, its charts, its Markdown.

Comes in: a catalogue. Goes out: addresses with Markdown, as plain values, for any site engine.
"""
