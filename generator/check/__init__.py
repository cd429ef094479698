"""The disclosure gate: what must hold in a report, between reports, and in files beside them.

Comes in: located trees, records, attachments. Goes out: problems, in many forms.
"""
