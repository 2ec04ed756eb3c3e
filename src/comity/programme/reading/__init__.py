"""The only way from a surface to the tables: what a viewer may see."""
