"""What the bar on every page needs to work without network."""

from guildhall.web.offline.files import hours, part_urls


def offline_parts() -> str:
    """`{% offline_parts %}`: the addresses of the parts, in the order in which they are loaded."""
    return " ".join(part_urls())


def offline_hours() -> int:
    """`{% offline_hours %}`: how long something may wait on a device."""
    return hours()
