"""The demonstration: a programme of which everything is invented, made by the services."""
