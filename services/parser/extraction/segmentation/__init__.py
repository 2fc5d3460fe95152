"""The text cut into tokens, sentences and pairs of quotation marks, without changing it."""
