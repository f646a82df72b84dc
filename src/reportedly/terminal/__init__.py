"""The terminal page: what it says (overview, counting, values), how it looks (layout), kept apart."""
