"""Who may read and change what a pair expects and agrees: the pair, and nobody else."""

from guildhall.permissions.access import Access, declare
from guildhall.relationships.access import SEE_RELATIONSHIP, own_pairs
from guildhall.relationships.models import Relationship

READ_AGREEMENT = declare(
    Access(
        "agreement.read",
        "Only the pair read what they expect and what they agreed, also after the end; everybody"
        " else learns no more than done or not done.",
        Relationship,
        own_pairs,
        read=SEE_RELATIONSHIP,
    )
)
CHANGE_AGREEMENT = declare(
    Access(
        "agreement.change",
        "Only the pair answer, settle differences, and write, sign and review their agreement.",
        Relationship,
        own_pairs,
        read=SEE_RELATIONSHIP,
    )
)
