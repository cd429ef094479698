"""A content folder to a catalogue, or to everything that is wrong with it.

Comes in: a folder of files. Goes out: examined reports, read again only where something changed.
"""
