"""Who may see what: labels, the rule of access, how labels combine and who may set them."""
