"""The reader's encoder: pieces of words with their offsets, and the windows that it reads."""
