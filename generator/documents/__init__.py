"""Files of the bureau (Word, Excel, PDF, HTML, text) read as one model of a document.

Comes in: files of any kind, archives of them. Goes out: documents, and what could not be read.
"""
