"""What a pair works on.

Owns goals with their measures and history, small promises, and feedback asked of each other.
Does not own what was agreed about the pair itself (agreements).
"""
