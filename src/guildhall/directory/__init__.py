"""Who is here: organizations, sites, units, people, memberships, roles, managers, invitations.

One deployment holds many organizations, and a person can belong to several. Two records of one
human being may exist in two organizations until that person proves, by signing in, that both are
theirs; nobody else is ever shown the other record.

Does not own what a person offers or wishes (people), nor roles in a program (programs).
"""
