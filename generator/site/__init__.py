"""The site through MkDocs: the pages in their theme, the search, the files beside them.

Comes in: a catalogue. Goes out: a folder that is the whole site; only what changed is made anew.
"""
