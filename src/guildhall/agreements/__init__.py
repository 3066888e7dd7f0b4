"""What a pair expects of each other, and what they agree.

Owns the expectation topics, each side's answers until both are done, agreements with their
versions, signatures and reviews. Does not own how often a pair really meets (meetings).
"""
