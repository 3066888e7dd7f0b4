"""Finding each other: the directory of guides, offering to guide, requests between two people."""
