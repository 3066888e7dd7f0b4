"""The event log: who did what to which row, when.

Owns events, their hash chain and its signed heads. Events hold ids only, never names or
texts, and no foreign keys, so that every floor above may record and erasure stays possible.
Does not own what the ids stand for, nor who may read it.
"""
