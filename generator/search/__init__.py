"""The search index: what of each report can be found, by which pairs of characters, in which files.

Comes in: a catalogue. Goes out: shards of an index, each built when its reports change.
"""
