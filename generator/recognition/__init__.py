"""What the pieces of a document are: the record of a report, with the place of each value.

Comes in: documents, the register, the forms. Goes out: reports with every character accounted for.
"""
