"""What a person sees at a terminal: colours or none, questions, messages in Chinese.

Comes in: problems, questions, errors of click. Goes out: text.
"""
