"""For every access and everybody of the cast, both questions get the same answer."""

from guildhall.permissions.access import DECLARED, may, visible_to

CAST = ("maren", "ada", "vera", "milo", "gwen", "noor", "olga")


def test_object_and_list_agree(world):
    for access in DECLARED.values():
        rows = list(access.model._default_manager.all()[:20])
        for name in CAST:
            actor = world.actor(name)
            listed = set(visible_to(access, actor).values_list("pk", flat=True))
            for row in rows:
                assert may(access, actor, row) == (row.pk in listed), (access.name, name, row)


def test_whoever_may_act_may_also_see(world):
    for access in DECLARED.values():
        if access.read is None:
            continue
        for name in CAST:
            actor = world.actor(name)
            acts = set(visible_to(access, actor).values_list("pk", flat=True))
            sees = set(visible_to(access.read, actor).values_list("pk", flat=True))
            assert acts <= sees, (access.name, name)
