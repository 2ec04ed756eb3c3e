"""What can be asked over HTTP: each question declared once, for API, downloads and pages."""
