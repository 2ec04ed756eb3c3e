"""Tables of sign-in."""
