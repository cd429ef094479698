"""The staff's desk: the site as it would be, forms over the files of the content, git behind them.

Comes in: a content folder that changes, what a person types. Goes out: pages over HTTP, on this
machine alone; the same files, changed where they were typed at and nowhere else. The files are the
truth: the desk keeps nothing of its own but what it needs to undo.
"""
