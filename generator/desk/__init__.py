"""The staff's desk: a browser's forms over the files of the content, and git behind them.

Comes in: a content folder, what a person types. Goes out: the same files, changed where they were
typed at and nowhere else. The files are the truth; the desk keeps nothing of its own but what it
needs to undo.
"""
