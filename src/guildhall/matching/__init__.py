"""Match rounds: one run of the matcher over a cohort, its proposals, and their publication.

Owns rounds, proposals, the unmatched with their reasons, the coordinator's pins and forbidden
pairs, and publications. The arithmetic is `engine.matching`; opening the pairs is a flow.
"""
