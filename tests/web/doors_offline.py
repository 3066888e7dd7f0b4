"""Doors of recording without network. The page and its worker are the same for everybody."""

from tests.web.doors import Door, everyone

DOORS = {
    "offline": Door(everyone(200), nobody=200),
    "offline_worker": Door(everyone(200), nobody=200),
    # no device named
    "offline_key": Door(everyone(422)),
    "offline_ground": Door(everyone(200)),
    # nothing sent
    "offline_items": Door(everyone(422), method="post"),
}
