"""Coming into a program: offers, join links, the application, a person's own place, nominations."""
