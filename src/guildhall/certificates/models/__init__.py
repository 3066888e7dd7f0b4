"""Tables of certificates."""

from guildhall.certificates.models.certificate import Certificate

__all__ = ["Certificate"]
