"""Sign-off in person, the gate on the ward, and what coordinators look at."""
