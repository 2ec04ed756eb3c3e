"""The HTTP API of the programme: the same reading and services as its pages, typed."""
