"""The search index: what of each report is found, in which tokens, in which files.

Comes in: a catalogue. Goes out: parts of an index, each built where it changed.
"""
