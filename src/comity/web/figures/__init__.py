"""Figures: each declared once, drawn as SVG and PNG in two themes."""
