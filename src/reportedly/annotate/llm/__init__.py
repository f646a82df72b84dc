"""A language model as a reader: it is asked, and of what it answers stays what the report's words carry."""
