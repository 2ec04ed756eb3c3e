"""One folder per open source: who publishes it, under which licence, and how it is read."""
