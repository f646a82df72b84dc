"""Who may ask what: the gate that every request goes through, the cookie, and the right that a page needs."""
