"""Results of laboratories: what they say, in words and in pictures."""
