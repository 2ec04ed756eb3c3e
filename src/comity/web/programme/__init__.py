"""The programme's surfaces: pages and an HTTP API over reading and services, behind sign-in."""
