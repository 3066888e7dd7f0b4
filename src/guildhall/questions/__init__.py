"""Questions, forms and answers.

Owns the types of question, how an answer to each is checked and shown, and the answers. Does not
own why something is asked: programs ask at enrollment, feedback will ask in surveys.
"""
