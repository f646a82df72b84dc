"""What several stages share about English: words, sentences, quotes, times, numbers, places, names."""
