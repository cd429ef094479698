"""The terminal: its style, questions, progress, click's messages in Chinese.

Comes in: problems, questions, errors of click. Goes out: text.
"""
